package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.Interleaved;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.broker.LocalKafka;
import dev.twinset.trainer.command.ModelOption;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset bench ingest}: what exactly-once costs, end to end. */
@Command(
        name = "ingest",
        description =
                "From a backlog of images to published answers on a broker of its own: the worker, exactly once, and"
                        + " the same stages at least once (no transaction, no read barrier), turn by turn.",
        mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--items", defaultValue = "3000", description = "Images of a turn; default ${DEFAULT-VALUE}.")
    private int items;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of both; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--no-vision",
            description =
                    "Features from a hash instead of the network: what is left is the cost of reading, searching and writing.")
    private boolean noVision;

    @Override
    public Integer call() throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalKafka kafka = LocalKafka.forked(directory.path().resolve("kafka"), 1, 0);
                FeatureExtractor extractor = noVision ? new HashExtractor() : network(threads)) {
            AtomicInteger turn = new AtomicInteger();
            List<byte[]> pictures = Backlog.pictures(items);
            Interleaved.Result result = Interleaved.<Exception>run(
                    () -> new ExactlyOnceTurn(backlog(kafka, turn, pictures), extractor, directory.path())
                            .imagesPerSecond(),
                    () -> new AtLeastOnceTurn(backlog(kafka, turn, pictures), extractor, directory.path())
                            .imagesPerSecond(),
                    rounds);
            new BenchReport("ingest")
                    .put("extractor", noVision ? "hash" : extractor.modelId())
                    .put("items", items)
                    .put("threads", threads)
                    .put("exactlyOnceImagesPerSecond", Math.round(result.firstPerSecond()))
                    .put("atLeastOnceImagesPerSecond", Math.round(result.secondPerSecond()))
                    .put("ratioToAtLeastOnce", result.ratio(), 3)
                    .print(spec);
        }
        return 0;
    }

    /** Each turn has topics of its own. */
    private static Backlog backlog(LocalKafka kafka, AtomicInteger turn, List<byte[]> pictures)
            throws IOException, InterruptedException {
        return Backlog.publish(kafka.bootstrapServers(), "turn" + turn.incrementAndGet(), pictures);
    }

    private FeatureExtractor network(int threads) throws IOException {
        return CnnFeatureExtractor.open(model.open(), threads);
    }
}
