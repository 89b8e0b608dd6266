package dev.twinset.worker.models;

import dev.twinset.console.Numbers;
import dev.twinset.console.Progress;
import dev.twinset.console.ShutdownInterrupt;
import dev.twinset.console.Terminal;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twinset model reindex}. */
@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        description = {
            "Build the features of a new model from the whole catalogue, while the other model answers.",
            "",
            "It is a worker that answers nothing and ends when all is built; more workers with the same model share the"
                    + " work. If it is interrupted, the same command goes on where it was."
        },
        footer = {
            "",
            "twinset model reindex shop.twinset",
            "twinset model reindex shop.twinset --config config/worker.properties --set data.dir=/var/tmp/twinset"
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:all is built", "1:refused, failed or interrupted", "2:wrong use"})
final class ModelReindexCommand implements Callable<Integer> {
    private static final Progress.Task BUILDING = new Progress.Task("building", "built", "events");

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Parameters(index = "0", paramLabel = "FILE", description = "Model bundle.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private Path file;

    @Override
    @SuppressWarnings("try") // the interruption waits for the end of the block
    public Integer call() throws IOException, InterruptedException {
        WorkerConfig config = options.config();
        ModelBundle bundle = ModelBundle.read(file);
        String model = bundle.modelId();
        int dimension = bundle.manifest().dimension();
        try (KafkaModelCluster cluster = KafkaModelCluster.open(config)) {
            Reindex reindex = new Reindex(model, cluster, ModelSwitch.Pause.SLEEP);
            reindex.require();
            options.output().err().println("model " + model + ", " + dimension + " numbers a feature");
            options.output().err().flush();
            long all = cluster.lag(model);
            long start = System.nanoTime();
            try (ShutdownInterrupt interruption = new ShutdownInterrupt("the worker");
                    BuildingWorker worker = BuildingWorker.start(config, file);
                    Progress progress = progress(all)) {
                reindex.await(worker, left -> progress.to(Math.max(0, all - left)));
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            options.output()
                    .print(
                            () -> String.format(
                                    Locale.ROOT,
                                    "built model %s: %s in %.1f s; now start workers with it (twinset worker --set model=%s),"
                                            + " then: twinset model switch %s",
                                    model,
                                    Numbers.count(all, "event"),
                                    seconds,
                                    file,
                                    model),
                            () -> ModelOptions.json()
                                    .put("model", model)
                                    .put("dimension", dimension)
                                    .put("events", all)
                                    .put("seconds", seconds)
                                    .toString());
        }
        return 0;
    }

    private Progress progress(long all) {
        boolean bar = Terminal.isInteractive() && !options.output().json();
        return Progress.choose(BUILDING, all, bar, options.output().err());
    }
}
