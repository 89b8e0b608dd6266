package dev.twinset.worker.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.Numbers;
import dev.twinset.console.Terminal;
import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.engine.EngineException;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.engine.OpenSearchEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
            "Give a model up for good: end its workers, delete its group, its changelog and, with"
                    + " search.engine=opensearch, its index.",
            "",
            "A model that is retired cannot come back; train or export another one. Each worker of it leaves a copy of"
                    + " its features in features/ID of its data.dir, which is yours to delete."
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
            List<String> indices =
                    config.engine().isPresent() ? deleteIndices(config.engine().get()) : List.of();
            options.output().print(() -> text(config, indices), () -> json(workers, indices));
        }
        return 0;
    }

    private List<String> deleteIndices(EngineSettings settings) throws IOException {
        try (OpenSearchEngine engine = new OpenSearchEngine(settings, model, "any", 1)) {
            return engine.deleteAll();
        } catch (EngineException | EngineUnavailableException e) {
            throw new IOException(
                    "model " + model + " is retired, but its index is left: " + e.getMessage()
                            + "; when this is mended run the same command again, or delete the index: curl -X DELETE '"
                            + settings.addresses().get(0) + "/NAME' for each NAME of curl '"
                            + settings.addresses().get(0) + "/_cat/indices/" + settings.indexPrefix() + "-" + model
                            + "-*'",
                    e);
        }
    }

    private String text(WorkerConfig config, List<String> indices) {
        String group = config.clients(model).group();
        String changelog = config.topics().features(model);
        return "model " + model + " is retired: its group " + group + " and its changelog " + changelog + " are deleted"
                + (indices.isEmpty() ? "" : ", and so is its index " + String.join(", ", indices))
                + ". Now delete features/" + model + " in the data.dir of every worker that has one";
    }

    private String json(int workers, List<String> indices) {
        ObjectNode json = ModelOptions.json().put("model", model).put("workersEnded", workers);
        indices.forEach(json.putArray("indices")::add);
        return json.toString();
    }

    private boolean confirmed(int workers) {
        return !options.output().json()
                && Terminal.isInteractive()
                && Terminal.confirm("End " + Numbers.count(workers, "worker") + " of model " + model + "?");
    }
}
