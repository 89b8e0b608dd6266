package dev.twinset.trainer.command;

import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import picocli.CommandLine.Option;

/** A mixin: the model that a command uses. */
public final class ModelOption {
    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "accurate or fast, which are built in, or a model bundle (default: ${DEFAULT-VALUE})")
    private String model = ModelBundle.DEFAULT;

    /** @throws IOException as {@link ModelBundle#open} */
    public ModelBundle open() throws IOException {
        return ModelBundle.open(model);
    }
}
