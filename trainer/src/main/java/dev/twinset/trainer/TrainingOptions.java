package dev.twinset.trainer;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.network.Recipe;
import dev.twinset.vision.CnnArchitecture;

/**
 * What a user may choose.
 *
 * @param epochs passes over the training images
 */
public record TrainingOptions(CnnArchitecture architecture, int epochs, long seed, Recipe recipe) {
    public static final int MOST_EPOCHS = 1000;

    public TrainingOptions {
        requireNonNull(architecture, "architecture is null");
        requireNonNull(recipe, "recipe is null");
        if (epochs < 1 || epochs > MOST_EPOCHS) {
            throw new IllegalArgumentException("epochs is " + epochs + ", expected 1 to " + MOST_EPOCHS);
        }
    }
}
