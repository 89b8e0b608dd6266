package dev.twinset.trainer.settings;

import static java.util.Objects.requireNonNull;

import dev.twinset.vision.bundle.CnnArchitecture;
import java.util.List;
import java.util.Locale;

/**
 * All that makes a kind of training, apart from its data and its random numbers.
 *
 * @param name by which a user asks for it
 * @param epochs passes over the training images
 * @param patience validations in a row that may be clearly below the best one before training stops early
 */
public record TrainingProfile(
        String name, CnnArchitecture architecture, Hyperparameters hyperparameters, int epochs, int patience) {
    public static final int MOST_EPOCHS = 1000;

    /** The better one. */
    public static final TrainingProfile ACCURATE =
            new TrainingProfile("accurate", CnnArchitecture.L, Hyperparameters.STANDARD, 66, 3);

    /** Trains and serves up to five times as fast. */
    public static final TrainingProfile FAST =
            new TrainingProfile("fast", CnnArchitecture.S, Hyperparameters.STANDARD, 48, 3);

    /** All that a user can name, the usual one first. */
    public static final List<TrainingProfile> ALL = List.of(ACCURATE, FAST);

    public TrainingProfile {
        requireNonNull(name, "name is null");
        requireNonNull(architecture, "architecture is null");
        requireNonNull(hyperparameters, "hyperparameters is null");
        if (epochs < 1 || epochs > MOST_EPOCHS) {
            throw new IllegalArgumentException("epochs is " + epochs + ", expected 1 to " + MOST_EPOCHS);
        }
        if (patience < 1) {
            throw new IllegalArgumentException("patience is " + patience + ", at least 1 expected");
        }
    }

    /** @throws IllegalArgumentException naming those that there are */
    public static TrainingProfile named(String name) {
        return ALL.stream()
                .filter(profile -> profile.name.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no profile '" + name + "', expected one of "
                        + ALL.stream().map(TrainingProfile::name).toList()));
    }

    public TrainingProfile withEpochs(int other) {
        return new TrainingProfile(name, architecture, hyperparameters, other, patience);
    }

    /** Millions of additions and multiplications for one image, as the extractor spends them. */
    public double megaflops() {
        return architecture.operations() / 1e6;
    }
}
