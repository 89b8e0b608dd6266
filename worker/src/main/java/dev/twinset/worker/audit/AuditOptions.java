package dev.twinset.worker.audit;

import dev.twinset.console.CommandOutput;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.app.ConfigOptions;
import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A mixin: the settings of the workers whose topics are looked at, and their model. */
final class AuditOptions {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Model bundle; by default the setting model, or the built-in one.")
    private @Nullable Path model;

    @Mixin
    private CommandOutput output = new CommandOutput();

    CommandOutput output() {
        return output;
    }

    WorkerConfig config() throws IOException {
        return options.read(output);
    }

    ModelBundle bundle(WorkerConfig config) throws IOException {
        Path file = model == null ? config.model().orElse(null) : model;
        return file == null ? ModelBundle.standard() : ModelBundle.read(file);
    }

    static CommittedRecords records(WorkerConfig config) {
        return new CommittedRecords(config.clients("audit").admin());
    }
}
