package dev.twinset.worker.models;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.console.CommandOutput;
import dev.twinset.contract.model.ModelRecords;
import dev.twinset.worker.app.ConfigOptions;
import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import java.time.Clock;
import picocli.CommandLine.Mixin;

/** A mixin: the settings of the workers whose models these are, and how the output looks. */
final class ModelOptions {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private CommandOutput output = new CommandOutput();

    CommandOutput output() {
        return output;
    }

    WorkerConfig config() throws IOException {
        return options.read(output);
    }

    static ModelSwitch changes(WorkerConfig config, ModelCluster cluster) {
        return new ModelSwitch(
                cluster,
                new ModelRecords(config.topics(), "/twinset/model"),
                Clock.systemUTC(),
                ModelSwitch.Pause.SLEEP);
    }

    static ObjectNode json() {
        return JSON.createObjectNode();
    }
}
