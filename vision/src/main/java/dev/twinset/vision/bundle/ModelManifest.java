package dev.twinset.vision.bundle;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The {@code manifest.json} of a bundle: its fields are the record's components.
 *
 * @param formatVersion {@value #FORMAT_VERSION}; version 1 had no calibration and is read as without points, another
 *     one is refused
 * @param dimension length of the feature, repeated for readers that know nothing of networks
 * @param calibration what the scores of its features mean; without points if unknown
 */
public record ModelManifest(
        int formatVersion, int dimension, ModelCard model, MatchCalibration calibration, Weights weights) {
    public static final int FORMAT_VERSION = 2;

    public ModelManifest {
        if (formatVersion != FORMAT_VERSION) {
            throw new IllegalArgumentException("formatVersion is " + formatVersion + ", expected " + FORMAT_VERSION);
        }
        requireNonNull(model, "model is null");
        requireNonNull(calibration, "calibration is null");
        requireNonNull(weights, "weights is null");
        if (dimension != model.feature().dimension()) {
            throw new IllegalArgumentException("dimension is " + dimension + ", expected the feature's "
                    + model.feature().dimension());
        }
    }

    /**
     * What {@code weights.bin} holds.
     *
     * @param sha256 of the whole entry, 64 lower-case hexadecimal digits
     * @param tensors one after another, without gaps: little-endian float32, row-major
     */
    public record Weights(String sha256, List<Entry> tensors) {
        public Weights {
            requireNonNull(sha256, "sha256 is null");
            tensors = List.copyOf(tensors);
        }
    }

    /** @param shape length of each axis, outermost first */
    public record Entry(String name, List<Integer> shape) {
        public Entry {
            requireNonNull(name, "name is null");
            shape = List.copyOf(shape);
        }
    }
}
