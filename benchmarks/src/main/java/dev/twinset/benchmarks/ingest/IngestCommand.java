package dev.twinset.benchmarks.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.benchmarks.Interleaved;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.broker.LocalKafka;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code twinset bench ingest}: what exactly-once costs, end to end. */
@Command(
        name = "ingest",
        description =
                "From a backlog of images to published answers on a broker of its own: the worker, exactly once, and"
                        + " the same stages at least once (no transaction, no fence), turn by turn.",
        mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {
    @Option(names = "--items", defaultValue = "3000", description = "Images of a turn; default ${DEFAULT-VALUE}.")
    private int items;

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds of both; default ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--model", paramLabel = "FILE", description = "Model bundle; the built-in one by default.")
    private @Nullable Path model;

    @Option(
            names = "--no-vision",
            description = "Features from a hash instead of the network: what is left is the cost of the records' way.")
    private boolean noVision;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalKafka kafka = LocalKafka.forked(directory.path().resolve("kafka"), 1, 0);
                FeatureExtractor extractor = noVision ? new HashExtractor() : network(threads)) {
            double[] once = new double[rounds];
            double[] atLeast = new double[rounds];
            double[] ratios = new double[rounds];
            for (int round = -1; round < rounds; round++) { // the first round warms up
                Backlog first = Backlog.publish(kafka.bootstrapServers(), "once" + round, items);
                double onceRate = new ExactlyOnceTurn(first, extractor, directory.path()).imagesPerSecond();
                Backlog second = Backlog.publish(kafka.bootstrapServers(), "least" + round, items);
                double leastRate = new AtLeastOnceTurn(second, extractor, directory.path()).imagesPerSecond();
                if (round >= 0) {
                    once[round] = onceRate;
                    atLeast[round] = leastRate;
                    ratios[round] = onceRate / leastRate;
                }
            }
            ObjectNode json = new ObjectMapper().createObjectNode();
            json.put("bench", "ingest");
            json.put("extractor", noVision ? "hash" : extractor.modelId());
            json.put("items", items);
            json.put("threads", threads);
            json.put("exactlyOnceImagesPerSecond", Math.round(Interleaved.median(once)));
            json.put("atLeastOnceImagesPerSecond", Math.round(Interleaved.median(atLeast)));
            json.put("ratioToAtLeastOnce", Math.round(1000 * Interleaved.median(ratios)) / 1000.0);
            System.out.println(json);
        }
        return 0;
    }

    private FeatureExtractor network(int threads) throws IOException {
        return CnnFeatureExtractor.open(model == null ? ModelBundle.standard() : ModelBundle.read(model), threads);
    }
}
