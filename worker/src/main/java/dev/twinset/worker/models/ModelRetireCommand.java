package dev.twinset.worker.models;

import dev.twinset.console.Numbers;
import dev.twinset.console.Terminal;
import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code twinset model retire}. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description = {
            "Give a model up for good: end its workers, delete its group and its changelog.",
            "",
            "A model that is retired cannot come back; train or export another one. The copies of its features below"
                    + " data.dir of its workers are left to you."
        },
        footer = {"", "twinset model retire ba9876543210 --yes"},
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {"0:retired", "1:refused, declined, or its workers did not end in time", "2:wrong use"})
final class ModelRetireCommand implements Callable<Integer> {
    @Mixin
    private ModelOptions options = new ModelOptions();

    @Parameters(index = "0", paramLabel = "ID", description = "Id of the model, as twinset model list prints it.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private String model;

    @Option(names = "--yes", description = "Also if workers of it run.")
    private boolean yes;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long its workers may take to end. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (timeout < 1) {
            throw options.output().usageError("--timeout is " + timeout + ", expected 1 or more");
        }
        WorkerConfig config = options.config();
        try (KafkaModelCluster cluster = KafkaModelCluster.open(config)) {
            ModelSwitch models = ModelOptions.changes(config, cluster);
            int workers = models.workersToEnd(model);
            if (workers > 0 && !yes && !confirmed(workers)) {
                throw new IOException(Numbers.count(workers, "worker") + " of model " + model
                        + " would end: give --yes if that is meant");
            }
            models.retire(model, Duration.ofSeconds(timeout));
            options.output()
                    .print(
                            () -> "model " + model + " is retired: its group "
                                    + config.clients(model).group() + " and its changelog "
                                    + config.topics().features(model) + " are deleted",
                            () -> ModelOptions.json()
                                    .put("model", model)
                                    .put("workersEnded", workers)
                                    .toString());
        }
        return 0;
    }

    private boolean confirmed(int workers) {
        return !options.output().json()
                && Terminal.isInteractive()
                && Terminal.confirm("End " + Numbers.count(workers, "worker") + " of model " + model + "?");
    }
}
