package dev.twinset.vision;

import java.util.List;

/**
 * How the feature is made of the two dense layers.
 *
 * <p>The hidden layer's unit vector says what a product looks like; the class layer's probabilities say what it is. For
 * each task with a share, the square roots of its probabilities, which form a unit vector too, are put behind the
 * hidden one, times the root of the share. The product of two such rows is {@code cosine(hidden) + sum of share * B},
 * with B the Bhattacharyya coefficient of the two images' probabilities: 1 if they are the same, 0 if they have nothing
 * in common. The tensor {@code feature.weight} turns a row into the {@code dimension} axes that hold most of it, and
 * the result is scaled to length 1.
 *
 * @param dimension length of the feature
 * @param shares one per task, 0 or more; empty if the feature is the hidden layer's unit vector and nothing else
 */
public record FeatureRule(int dimension, List<Double> shares) {
    private static final int MOST_DIMENSION = 4096;

    public FeatureRule {
        shares = List.copyOf(shares);
        if (dimension < 1 || dimension > MOST_DIMENSION) {
            throw new IllegalArgumentException("dimension is " + dimension + ", expected 1 to " + MOST_DIMENSION);
        }
        if (!shares.stream().allMatch(share -> share >= 0 && share < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("shares are " + shares + ", expected numbers of at least 0");
        }
    }

    /** The hidden layer's unit vector as it is. */
    public static FeatureRule hidden(CnnArchitecture architecture) {
        return new FeatureRule(architecture.hidden(), List.of());
    }

    /** Whether the class layer has a part in it. */
    public boolean usesClasses() {
        return !shares.isEmpty();
    }
}
