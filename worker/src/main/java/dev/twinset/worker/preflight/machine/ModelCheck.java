package dev.twinset.worker.preflight.machine;

import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.preflight.finding.Text;
import java.io.IOException;
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

    /** @param model the name of a built-in model, or a file */
    public static Result examine(String model) {
        try {
            ModelBundle bundle = ModelBundle.open(model);
            return new Result(judge(model, bundle), Optional.of(bundle));
        } catch (IOException | RuntimeException e) {
            Finding failed = Finding.failed(
                    NAME,
                    Text.of(e),
                    "set model to a bundle of ./twinset train, or to one of the built-in models, "
                            + String.join(", ", ModelBundle.BUILT_IN));
            return new Result(failed, Optional.empty());
        }
    }

    private static Finding judge(String model, ModelBundle bundle) {
        Notes notes = new Notes(NAME);
        if (bundle.calibration().points().isEmpty()) {
            notes.warn(
                    "the model was never calibrated: answers have a score but no match",
                    "train it again with ./twinset train");
        }
        return notes.finding(
                bundle.modelId() + " (" + (ModelBundle.BUILT_IN.contains(model) ? "built in: " : "") + model + "), "
                        + bundle.manifest().dimension() + " dimensions, "
                        + (bundle.calibration().points().isEmpty() ? "not calibrated" : "calibrated"));
    }
}
