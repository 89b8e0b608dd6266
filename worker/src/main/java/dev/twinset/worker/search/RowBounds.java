package dev.twinset.worker.search;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * What the rows of a stretch can score at most, by few floats of each: its first axes and, as one more, the length of
 * the rest. With vectors cut in two, {@code q.x = q1.x1 + q2.x2 <= q1.x1 + |q2||x2|} (Cauchy-Schwarz), and that is the
 * product of two such heads. Features have most of their energy in the first axes, so the bound is close: one product
 * of short rows, which lie side by side here, rules nearly all of them out.
 *
 * <p>A length is rounded up: its double misses it by less than {@code dimension * 2^-53} of it, rounding to float by at
 * most half a unit in the last place, and one unit is added. So the product of two heads in real numbers is a bound. In
 * floats it misses that by less than {@link Cosine#productError} of the whole dimension: it has fewer terms, and a head
 * is as long as its vector but for the roundings up, for which that error has room.
 */
final class RowBounds {
    /** Rows of a stretch. */
    static final int ROWS = 2048;

    /** Of rows whose first axes do not hold enough. */
    static final RowBounds NONE = new RowBounds(0, new FloatPointer());

    private static final int STEP = 16;
    private static final int LEAST_DIMENSION = 48;
    /** Of the energy, that the first axes must hold. */
    private static final double SHARE = 0.88;

    private static final int SAMPLED = 16;

    private final int width;
    private final FloatPointer heads;

    private RowBounds(int width, FloatPointer heads) {
        this.width = width;
        this.heads = heads;
    }

    /** Of {@link #ROWS} rows. */
    static RowBounds of(FloatBuffer memory, int dimension, int first) {
        float[] row = new float[dimension];
        int width = dimension < LEAST_DIMENSION ? 0 : width(memory, row, first);
        if (width == 0) {
            return NONE;
        }
        FloatPointer heads = new FloatPointer((long) ROWS * width);
        FloatBuffer into = heads.asBuffer();
        for (int i = first; i < first + ROWS; i++) {
            memory.get(i * dimension, row);
            into.put(head(row, width));
        }
        return new RowBounds(width, heads);
    }

    /** Of heads that hold enough, at most half a row; 0 if none do. */
    private static int width(FloatBuffer memory, float[] row, int first) {
        double[] energy = new double[row.length];
        double all = 0;
        for (int i = first; i < first + ROWS; i += SAMPLED) {
            memory.get(i * row.length, row);
            for (int j = 0; j < row.length; j++) {
                energy[j] += (double) row[j] * row[j];
                all += (double) row[j] * row[j];
            }
        }
        double held = 0;
        for (int width = 1; width <= row.length / 2; width++) {
            if (width % STEP == 0 && held >= SHARE * all) {
                return width;
            }
            held += energy[width - 1];
        }
        return 0;
    }

    /** The first axes and the length of the rest, {@code width} in all. */
    static float[] head(float[] vector, int width) {
        float[] head = new float[width];
        System.arraycopy(vector, 0, head, 0, width - 1);
        double square = 0;
        for (int j = width - 1; j < vector.length; j++) {
            square += (double) vector[j] * vector[j];
        }
        head[width - 1] = square == 0 ? 0 : Math.nextUp((float) Math.sqrt(square));
        return head;
    }

    /** Length of a head; 0 if there are none. */
    int width() {
        return width;
    }

    /** One after the other. */
    FloatPointer heads() {
        return heads;
    }
}
