package dev.twinset.vision.bundle;

import java.util.ArrayList;
import java.util.Arrays;
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

    /**
     * The row that the feature is made of, in front of its axes.
     *
     * @param hidden the hidden layer's unit vector
     * @param logits of all tasks, side by side
     */
    public float[] row(float[] hidden, float[] logits, List<ModelCard.Task> tasks) {
        List<Slice> slices = slices(tasks);
        int length = hidden.length;
        for (Slice slice : slices) {
            length += slice.classes();
        }
        float[] row = Arrays.copyOf(hidden, length);
        int at = hidden.length;
        for (Slice slice : slices) {
            slice.putRoots(logits, row, at);
            at += slice.classes();
        }
        return row;
    }

    /** The parts of the class layer that have a share. */
    public List<Slice> slices(List<ModelCard.Task> tasks) {
        List<Slice> slices = new ArrayList<>();
        int from = 0;
        for (int task = 0; task < shares.size(); task++) {
            int to = from + tasks.get(task).classes().size();
            if (shares.get(task) > 0) {
                slices.add(new Slice(from, to, Math.sqrt(shares.get(task))));
            }
            from = to;
        }
        return List.copyOf(slices);
    }

    /** One task's classes among all, and the length its vector has in the feature. */
    public record Slice(int from, int to, double length) {
        public int classes() {
            return to - from;
        }

        /** Roots of the softmax, {@code exp(logit / 2)} scaled to the length, from {@code row[at]} on. */
        public void putRoots(float[] logits, float[] row, int at) {
            float most = Float.NEGATIVE_INFINITY;
            for (int i = from; i < to; i++) {
                most = Math.max(most, logits[i]);
            }
            double squares = 0;
            for (int i = from; i < to; i++) {
                double root = StrictMath.exp(((double) logits[i] - most) / 2);
                row[at + i - from] = (float) root;
                squares += root * root;
            }
            double scale = length / Math.sqrt(squares);
            for (int i = at; i < at + classes(); i++) {
                row[i] = (float) (row[i] * scale);
            }
        }
    }

    /** Whether the class layer has a part in it. */
    public boolean usesClasses() {
        return !shares.isEmpty();
    }
}
