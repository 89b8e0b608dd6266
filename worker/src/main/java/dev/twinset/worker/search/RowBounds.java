package dev.twinset.worker.search;

import java.nio.FloatBuffer;

/**
 * What a stretch of rows can score at most, by their first axes alone: with each vector cut in two, {@code q.x = q1.x1
 * + q2.x2 <= q1.x1 + |q2||x2|} (Cauchy-Schwarz). Features have most of their energy in the first axes, so the bound is
 * close, and one product of a few axes rules nearly all rows out.
 *
 * <p>A norm is rounded up to float: the double sum errs by less than {@code dimension * 2^-53} of it, the rounding to
 * float by at most half a unit in the last place, and one unit is added. With these norms the bound holds for real
 * numbers; in floats it is a product of {@code axes + 1} terms, of vectors no longer than those of the rows, so it errs
 * by less than {@link Cosine#productError} of the whole dimension.
 */
final class RowBounds {
    /** Rows of a stretch. */
    static final int ROWS = 2048;

    /** Of rows whose first axes do not hold enough. */
    static final RowBounds NONE = new RowBounds(0, new float[0]);

    private static final int STEP = 16;
    private static final int LEAST_DIMENSION = 3 * STEP;
    /** Of the energy, that the first axes must hold. */
    private static final double SHARE = 0.88;

    private static final int SAMPLED = 16;

    private final int axes;
    private final float[] rests;

    private RowBounds(int axes, float[] rests) {
        this.axes = axes;
        this.rests = rests;
    }

    /** Of {@link #ROWS} rows. */
    static RowBounds of(FloatBuffer memory, int dimension, int first) {
        float[] row = new float[dimension];
        int axes = dimension < LEAST_DIMENSION ? 0 : axes(memory, row, first);
        if (axes == 0) {
            return NONE;
        }
        float[] rests = new float[ROWS];
        for (int i = 0; i < ROWS; i++) {
            memory.get((first + i) * dimension, row);
            rests[i] = rest(row, axes);
        }
        return new RowBounds(axes, rests);
    }

    /** The fewest that hold enough, at most half of them; 0 if half of them do not. */
    private static int axes(FloatBuffer memory, float[] row, int first) {
        double[] energy = new double[row.length];
        double all = 0;
        for (int i = 0; i < ROWS; i += SAMPLED) {
            memory.get((first + i) * row.length, row);
            for (int j = 0; j < row.length; j++) {
                energy[j] += (double) row[j] * row[j];
                all += (double) row[j] * row[j];
            }
        }
        double held = 0;
        for (int j = 0; j < row.length / 2; j++) {
            held += energy[j];
            if ((j + 1) % STEP == 0 && held >= SHARE * all) {
                return j + 1;
            }
        }
        return 0;
    }

    /** The length of what lies behind the first axes, rounded up. */
    static float rest(float[] vector, int axes) {
        double square = 0;
        for (int j = axes; j < vector.length; j++) {
            square += (double) vector[j] * vector[j];
        }
        return square == 0 ? 0 : Math.nextUp((float) Math.sqrt(square));
    }

    /** How many axes to multiply. */
    int axes() {
        return axes;
    }

    /**
     * Makes bounds of products of the first axes.
     *
     * @param rest of the query
     * @param from the first row's place in the stretch
     */
    void raise(float[] products, float rest, int from, int count) {
        for (int i = 0; i < count; i++) {
            products[i] += rest * rests[from + i];
        }
    }
}
