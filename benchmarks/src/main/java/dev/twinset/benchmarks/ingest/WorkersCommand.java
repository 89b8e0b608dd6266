package dev.twinset.benchmarks.ingest;

import dev.twinset.benchmarks.BenchReport;
import dev.twinset.benchmarks.TemporaryDirectory;
import dev.twinset.broker.LocalKafka;
import dev.twinset.trainer.command.ModelOption;
import dev.twinset.vision.bundle.ModelBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code twinset bench workers}: real worker processes, as they are started by the launcher. */
@Command(
        name = "workers",
        description = "Worker processes on a broker of their own: how long one takes to start, what it answers from a"
                + " backlog, its memory, and the time from upload to answer when half as many arrive a second; then"
                + " one worker on one core beside two workers on two, broker and benchmark on the same cores.",
        mixinStandardHelpOptions = true)
public final class WorkersCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private TurnOptions turn = new TurnOptions();

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description =
                    "How long uploads arrive at half load, of which the second half counts; default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--load",
            paramLabel = "N",
            description = "Uploads a second then; default: half of what one worker answered a second of the backlog.")
    private @Nullable Double load;

    @Mixin
    private ModelOption model = new ModelOption();

    @Override
    public Integer call() throws Exception {
        ModelBundle bundle = model.open();
        try (TemporaryDirectory directory = TemporaryDirectory.create();
                LocalKafka.Forked kafka = LocalKafka.forked(directory.path().resolve("kafka"), 1, 0)) {
            Path file = directory.path().resolve("model.twinset");
            bundle.write(file);
            List<byte[]> pictures = turn.pictures(2);
            float[][] features = turn.features(pictures, bundle);
            WorkerTurns turns = new WorkerTurns(directory.path(), kafka, file, pictures, features, bundle.modelId());
            BenchReport report = new BenchReport("workers")
                    .put("extractor", bundle.modelId())
                    .put("items", pictures.size() / 2)
                    .put("stored", turn.stored());
            turns.freely(report, load == null ? OptionalDouble.empty() : OptionalDouble.of(load), seconds);
            if (Files.isExecutable(Path.of("/usr/bin/taskset"))
                    && Runtime.getRuntime().availableProcessors() > 1) {
                turns.pinned(report, turn.rounds());
            }
            report.print(spec);
        }
        return 0;
    }
}
