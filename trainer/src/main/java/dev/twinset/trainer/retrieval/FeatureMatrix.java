package dev.twinset.trainer.retrieval;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One vector for each item.
 *
 * @param values row by row; not copied, so do not change them
 */
public record FeatureMatrix(int dimension, float[] values) {
    /** Below this a row has no direction; it stays as it is. */
    private static final double LEAST_NORM = 1e-12;

    public FeatureMatrix {
        requireNonNull(values, "values is null");
        if (dimension < 1 || values.length % dimension != 0) {
            throw new IllegalArgumentException(values.length + " values do not fill rows of " + dimension);
        }
    }

    public static FeatureMatrix ofRows(List<float[]> rows, int dimension) {
        float[] values = new float[Math.multiplyExact(rows.size(), dimension)];
        for (int row = 0; row < rows.size(); row++) {
            float[] from = rows.get(row);
            if (from.length != dimension) {
                throw new IllegalArgumentException("row has " + from.length + " values, expected " + dimension);
            }
            System.arraycopy(from, 0, values, row * dimension, dimension);
        }
        return new FeatureMatrix(dimension, values);
    }

    public int rows() {
        return values.length / dimension;
    }

    public FeatureMatrix subset(int... rows) {
        float[] some = new float[Math.multiplyExact(rows.length, dimension)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * dimension, some, i * dimension, dimension);
        }
        return new FeatureMatrix(dimension, some);
    }

    /** Every row divided by its length, so that products of rows are cosines. */
    public FeatureMatrix unit() {
        return new FeatureMatrix(dimension, values.clone()).shortened();
    }

    /** Some rows, each divided by its length; one copy, as a catalogue's vectors may be half a gigabyte. */
    FeatureMatrix unit(int... rows) {
        return subset(rows).shortened();
    }

    /** In place. */
    private FeatureMatrix shortened() {
        for (int from = 0; from < values.length; from += dimension) {
            double squares = 0;
            for (int i = from; i < from + dimension; i++) {
                squares += (double) values[i] * values[i];
            }
            double norm = Math.max(Math.sqrt(squares), LEAST_NORM);
            for (int i = from; i < from + dimension; i++) {
                values[i] = (float) (values[i] / norm);
            }
        }
        return this;
    }
}
