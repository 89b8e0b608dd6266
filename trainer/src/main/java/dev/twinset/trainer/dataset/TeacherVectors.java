package dev.twinset.trainer.dataset;

import dev.twinset.trainer.retrieval.FeatureMatrix;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What another network says of training images: a vector each, centred so that it tells how an image differs from the
 * others, and as long as the image counts. Immutable.
 */
public final class TeacherVectors {
    /** No image has a teacher. */
    public static final TeacherVectors NONE = new TeacherVectors(0, Map.of());

    private final int dimension;
    private final Map<Integer, float[]> byRow;

    private TeacherVectors(int dimension, Map<Integer, float[]> byRow) {
        this.dimension = dimension;
        this.byRow = byRow;
    }

    /**
     * @param rows of the data set
     * @param vectors the other network's, in the order of the rows
     * @param weights how much each row counts
     */
    public static TeacherVectors of(int[] rows, FeatureMatrix vectors, double[] weights) {
        int dimension = vectors.dimension();
        FeatureMatrix unit = vectors.unit();
        double[] mean = new double[dimension];
        for (int i = 0; i < unit.values().length; i++) {
            mean[i % dimension] += unit.values()[i] / (double) rows.length;
        }
        Map<Integer, float[]> byRow = new HashMap<>();
        for (int row = 0; row < rows.length; row++) {
            float[] vector = new float[dimension];
            double squares = 0;
            for (int i = 0; i < dimension; i++) {
                vector[i] = (float) (unit.values()[row * dimension + i] - mean[i]);
                squares += vector[i] * vector[i];
            }
            float scale = (float) (squares == 0 ? 0 : weights[row] / Math.sqrt(squares));
            for (int i = 0; i < dimension; i++) {
                vector[i] *= scale;
            }
            byRow.put(rows[row], vector);
        }
        return new TeacherVectors(dimension, byRow);
    }

    /** Length of a vector; 0 if there is no teacher. */
    public int dimension() {
        return dimension;
    }

    /** Zeros if the row has no teacher. Not copied, so do not change it. */
    float[] vector(int row) {
        float[] vector = byRow.get(row);
        return vector == null ? new float[dimension] : vector;
    }

    /** Tells one teacher from another. */
    public String digest() {
        int sum = 0;
        for (Map.Entry<Integer, float[]> each : byRow.entrySet()) {
            sum += 31 * each.getKey() + Arrays.hashCode(each.getValue());
        }
        return dimension == 0 ? "none" : dimension + "-" + Integer.toHexString(sum);
    }

    /** The vectors of some rows, one after the other. */
    public float[] vectors(int[] rows, int from, int to) {
        float[] vectors = new float[(to - from) * dimension];
        for (int row = from; row < to; row++) {
            System.arraycopy(vector(rows[row]), 0, vectors, (row - from) * dimension, dimension);
        }
        return vectors;
    }
}
