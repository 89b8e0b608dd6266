package dev.twinset.trainer.settings;

import static java.util.Objects.requireNonNull;

/**
 * What a user may choose.
 *
 * @param seed of all random numbers
 */
public record TrainingOptions(TrainingProfile profile, long seed) {
    public TrainingOptions {
        requireNonNull(profile, "profile is null");
    }
}
