package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.Interleaved;
import dev.twinset.benchmarks.PythonPeer;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.benchmarks.UnitVectors;
import dev.twinset.broker.LocalKafka;
import dev.twinset.trainer.command.ModelOption;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code twinset bench ingest}: what exactly-once costs, end to end. */
@Command(
        name = "ingest",
        description =
                "From a backlog of images to published answers on a broker of its own: the worker, exactly once, and"
                        + " the same stages at least once (no transaction, no read barrier), turn by turn. With --peers"
                        + " also the plain Python way without Kafka: OpenCV, PyTorch and NumPy.",
        mixinStandardHelpOptions = true)
public final class IngestCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private TurnOptions turns = new TurnOptions();

    @Option(names = "--peers", description = "Also do it with the OpenCV, PyTorch and NumPy of python3.")
    private boolean peers;

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(
            names = "--no-vision",
            description =
                    "Features from a hash instead of the network: what is left is the cost of reading, searching and writing.")
    private boolean noVision;

    @Override
    public Integer call() throws Exception {
        if (peers && noVision) {
            throw new ParameterException(spec.commandLine(), "--peers has no counterpart of --no-vision: name one");
        }
        int threads = Runtime.getRuntime().availableProcessors();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalKafka kafka = LocalKafka.forked(directory.path().resolve("kafka"), 1, 0);
                FeatureExtractor extractor = noVision ? new HashExtractor() : network(threads)) {
            AtomicInteger turn = new AtomicInteger();
            List<byte[]> pictures = turns.pictures(1);
            float[][] features = noVision
                    ? UnitVectors.random(turns.stored(), extractor.dimension())
                    : turns.features(pictures, model.open());
            Callable<Backlog> backlog = () -> Backlog.publish(
                    kafka.bootstrapServers(), "turn" + turn.incrementAndGet(), pictures, extractor.modelId(), features);
            Interleaved.Turn<Exception> exactlyOnce =
                    () -> new ExactlyOnceTurn(backlog.call(), extractor, directory.path()).imagesPerSecond();
            Interleaved.Result result = Interleaved.run(
                    exactlyOnce,
                    () -> new AtLeastOnceTurn(backlog.call(), extractor, directory.path()).imagesPerSecond(),
                    turns.rounds());
            BenchReport report = new BenchReport("ingest")
                    .put("extractor", noVision ? "hash" : extractor.modelId())
                    .put("items", pictures.size())
                    .put("stored", turns.stored())
                    .put("threads", threads)
                    .put("exactlyOnceImagesPerSecond", Math.round(result.firstPerSecond()))
                    .put("atLeastOnceImagesPerSecond", Math.round(result.secondPerSecond()))
                    .put("ratioToAtLeastOnce", result.ratio(), 3);
            if (peers) {
                besidePython(directory.path(), pictures, features, threads, exactlyOnce, report);
            }
            report.print(spec);
        }
        return 0;
    }

    private void besidePython(
            Path directory,
            List<byte[]> pictures,
            float[][] features,
            int threads,
            Interleaved.Turn<Exception> ours,
            BenchReport report)
            throws Exception {
        Optional<PythonPeer> started =
                PlainPythonPeer.start(Path.of("python3"), directory, model.open(), pictures, features, threads);
        if (started.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("no plain Python beside it: python3 cannot import cv2, numpy and torch");
            return;
        }
        try (PythonPeer python = started.get()) {
            Interleaved.Result result = Interleaved.run(ours, () -> python.rate(0), turns.rounds());
            report.put("pytorch", python.version())
                    .put("plainPythonImagesPerSecond", Math.round(result.secondPerSecond()))
                    .put("ratioToPlainPython", result.ratio(), 3);
        }
    }

    private FeatureExtractor network(int threads) throws IOException {
        return CnnFeatureExtractor.open(model.open(), threads);
    }
}
