package dev.twinset.worker.preflight.machine;

import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.preflight.finding.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the model can be read whole, and says what its scores mean. */
public final class ModelCheck {
    public static final String NAME = "model";

    private ModelCheck() {}

    /** @param bundle empty if it cannot be read */
    public record Result(Finding finding, Optional<ModelBundle> bundle) {
        public static Result unseen(String why) {
            return new Result(Finding.unknown(NAME, TimeoutExecutor.NOT_IN_TIME + why), Optional.empty());
        }
    }

    /** @param file empty for the built-in model */
    public static Result examine(Optional<Path> file) {
        try {
            ModelBundle bundle = file.isPresent() ? ModelBundle.read(file.get()) : ModelBundle.standard();
            return new Result(judge(file, bundle), Optional.of(bundle));
        } catch (IOException | RuntimeException e) {
            Finding failed = Finding.failed(
                    NAME, Text.of(e), "set model to a bundle of ./twinset train, or leave it out for the built-in one");
            return new Result(failed, Optional.empty());
        }
    }

    private static Finding judge(Optional<Path> file, ModelBundle bundle) {
        Notes notes = new Notes(NAME);
        if (bundle.calibration().points().isEmpty()) {
            notes.warn(
                    "the model was never calibrated: answers have a score but no match",
                    "train it again with ./twinset train");
        }
        return notes.finding(bundle.modelId() + " (" + file.map(Path::toString).orElse("built in") + "), "
                + bundle.manifest().dimension() + " dimensions, "
                + (bundle.calibration().points().isEmpty() ? "not calibrated" : "calibrated"));
    }
}
