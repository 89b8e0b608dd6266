package dev.twinset.worker.audit;

import dev.twinset.console.CommandOutput;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.app.ConfigOptions;
import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A mixin: the settings of the workers whose topics are looked at, and their model. */
final class AuditOptions {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "accurate or fast, which are built in, or a model bundle; by default the setting model.")
    private @Nullable String model;

    @Mixin
    private CommandOutput output = new CommandOutput();

    CommandOutput output() {
        return output;
    }

    WorkerConfig config() throws IOException {
        return options.read(output);
    }

    ModelBundle bundle(WorkerConfig config) throws IOException {
        return ModelBundle.open(model == null ? config.model() : model);
    }

    static CommittedRecords records(WorkerConfig config) {
        return new CommittedRecords(config.clients("audit").admin());
    }
}
