package dev.twinset.worker.search;

/**
 * The score that every part agrees on: products and sums in double, in a fixed order, rounded once to float. It depends
 * on the two vectors alone, so the same pair scores the same to the last bit wherever it is compared.
 */
public final class Cosine {
    /** How far from 1 the length of a vector may be that is still taken for a unit vector. */
    private static final double UNIT_TOLERANCE = 1e-3;

    /**
     * Two items of this score or more show the same image: between it and the scores of what is merely alike lies a
     * gap.
     */
    public static final float COPY = 0.99999f;

    /** The squared difference of two unit vectors that score {@link #COPY} is at most 0.00403, lengths as above. */
    private static final double MOST_DIFFERENCE = 0.0041;

    private static final int FIRST_LOOK = 16;

    private Cosine() {}

    /** Cosine of two unit vectors of one length, never beyond -1..1 and never a negative zero. */
    public static float score(float[] a, float[] b) {
        double dot = dot(a, b);
        // vectors are rounded to float after they were normalised: their product can pass 1 by some 1e-7
        return (float) Math.max(-1, Math.min(1, dot)) + 0f;
    }

    /** A float product, which misses {@link #score} by {@link #productError} at most: a third of the work. */
    static float estimate(float[] a, float[] b) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        float s4 = 0;
        float s5 = 0;
        float s6 = 0;
        float s7 = 0;
        int j = 0;
        for (; j + 7 < a.length; j += 8) {
            s0 += a[j] * b[j];
            s1 += a[j + 1] * b[j + 1];
            s2 += a[j + 2] * b[j + 2];
            s3 += a[j + 3] * b[j + 3];
            s4 += a[j + 4] * b[j + 4];
            s5 += a[j + 5] * b[j + 5];
            s6 += a[j + 6] * b[j + 6];
            s7 += a[j + 7] * b[j + 7];
        }
        for (; j < a.length; j++) {
            s0 += a[j] * b[j];
        }
        return s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
    }

    /** Whether two unit vectors score {@link #COPY} or more; most that do not differ enough in a few places. */
    static boolean isCopy(float[] a, float[] b) {
        double difference = 0;
        for (int j = 0; j < Math.min(FIRST_LOOK, a.length); j++) {
            double d = (double) a[j] - b[j];
            difference += d * d;
        }
        return difference <= MOST_DIFFERENCE && score(a, b) >= COPY;
    }

    /** Whether {@code vector} is finite and of length 1, up to rounding. */
    public static boolean isUnit(float[] vector) {
        return Math.abs(Math.sqrt(dot(vector, vector)) - 1) <= UNIT_TOLERANCE;
    }

    /**
     * The most by which a float product of two unit vectors, summed in any order, with or without fused multiply-add,
     * can miss {@link #score}: the classic bound n*u/(1-n*u) with room for lengths that are not quite 1 (Higham,
     * Accuracy and Stability of Numerical Algorithms, 3.5).
     */
    static float productError(int dimension) {
        double roundings = (dimension + 4) * 0x1p-24;
        return (float) (1.01 * roundings / (1 - roundings));
    }

    /** The lowest estimate that can belong to a score of {@code threshold}; scores of -1 are clamped, so all may. */
    static float cut(double threshold, float error) {
        return threshold <= -1 ? Float.NEGATIVE_INFINITY : Math.nextDown((float) (threshold - error));
    }

    /** Four running sums, because one would wait for each addition; always the same four. */
    private static double dot(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("vectors of " + a.length + " and " + b.length + " dimensions");
        }
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 3 < a.length; j += 4) {
            s0 += (double) a[j] * b[j];
            s1 += (double) a[j + 1] * b[j + 1];
            s2 += (double) a[j + 2] * b[j + 2];
            s3 += (double) a[j + 3] * b[j + 3];
        }
        for (; j < a.length; j++) {
            s0 += (double) a[j] * b[j];
        }
        return s0 + s1 + (s2 + s3);
    }
}
