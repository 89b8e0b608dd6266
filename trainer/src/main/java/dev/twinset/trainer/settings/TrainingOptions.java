package dev.twinset.trainer.settings;

import static java.util.Objects.requireNonNull;

import dev.twinset.vision.bundle.ModelBundle;
import java.util.Optional;

/**
 * What a user may choose.
 *
 * @param seed of all random numbers
 * @param start whose weights the training goes on from; random ones if there is none
 */
public record TrainingOptions(TrainingProfile profile, long seed, Optional<ModelBundle> start) {
    public TrainingOptions {
        requireNonNull(profile, "profile is null");
        requireNonNull(start, "start is null");
        start.filter(model -> !model.architecture().equals(profile.architecture()))
                .ifPresent(model -> {
                    throw new IllegalArgumentException("model " + model.modelId()
                            + " has another architecture than profile " + profile.name()
                            + ": start from a model that was trained by that profile");
                });
    }

    /** From random weights. */
    public TrainingOptions(TrainingProfile profile, long seed) {
        this(profile, seed, Optional.empty());
    }
}
