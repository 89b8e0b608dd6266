package dev.twinset.trainer.dataset;

import java.util.Random;
import java.util.stream.DoubleStream;

/**
 * Which training images make an epoch. As many as there are; each as often as its catalogue's weight says, and more
 * often if its kind is rare, so that a kind with few images is learnt too. With equal weights an epoch is each image
 * once. Immutable.
 */
public final class EpochSampler {
    private static final int KIND = 0;

    /** A kind is rare if it has less than this share of the mean number of images. */
    private static final double RARE = 0.5;

    /** How much more often an image of a rare kind is drawn, at most. */
    private static final double MOST = 4;

    private final int[] rows;
    private final double[] weights;
    private final double sum;

    public EpochSampler(CatalogDataset data, int[] rows) {
        this(rows, weights(data, rows));
    }

    /** @param weights one for each row */
    EpochSampler(int[] rows, double[] weights) {
        this.rows = rows.clone();
        this.weights = weights.clone();
        this.sum = DoubleStream.of(weights).sum();
    }

    private static double[] weights(CatalogDataset data, int[] rows) {
        int classes = data.tasks().get(KIND).classes().size();
        int[] counts = new int[classes];
        int labelled = 0;
        for (int row : rows) {
            int kind = data.label(row, KIND);
            if (kind != CatalogDataset.UNKNOWN) {
                counts[kind]++;
                labelled++;
            }
        }
        double few = RARE * labelled / classes;
        double[] weights = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int kind = data.label(rows[i], KIND);
            double boost = kind == CatalogDataset.UNKNOWN ? 1 : Math.sqrt(few / counts[kind]);
            weights[i] = data.weight(rows[i]) * Math.min(MOST, Math.max(1, boost));
        }
        return weights;
    }

    /** Images in an epoch. */
    public int size() {
        return rows.length;
    }

    /** Rows in random order. */
    public int[] draw(Random random) {
        int[] drawn = rows.clone();
        if (DoubleStream.of(weights).anyMatch(weight -> weight != weights[0])) {
            // evenly spaced through the sum of the weights: a row of weight w comes floor(w) or ceil(w) times
            double step = sum / rows.length;
            double at = random.nextDouble() * step;
            double end = weights[0];
            int row = 0;
            for (int i = 0; i < drawn.length; i++, at += step) {
                while (at >= end && row < rows.length - 1) {
                    row++;
                    end += weights[row];
                }
                drawn[i] = rows[row];
            }
        }
        Shuffle.shuffle(drawn, random);
        return drawn;
    }
}
