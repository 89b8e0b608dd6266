package dev.twinset.trainer.evaluate.baseline;

/**
 * Histograms of oriented gradients (Dalal and Triggs, 2005, https://doi.org/10.1109/CVPR.2005.177): the grey image in
 * 8x8 cells, each with 9 directions of edges, normalised in overlapping blocks of 2x2 cells.
 */
final class GradientHistogram {
    private static final int CELLS = 8;
    private static final int DIRECTIONS = 9;
    private static final int BLOCK = 2;
    private static final float MOST = 0.2f;
    private static final float EPSILON = 1e-3f;

    private GradientHistogram() {}

    static float[] of(byte[] rgb, int side) {
        float[] cells = cells(grey(rgb, side), side);
        int blocks = CELLS - BLOCK + 1;
        int length = BLOCK * BLOCK * DIRECTIONS;
        float[] result = new float[blocks * blocks * length];
        for (int y = 0; y < blocks; y++) {
            for (int x = 0; x < blocks; x++) {
                int at = (y * blocks + x) * length;
                for (int row = 0; row < BLOCK; row++) {
                    int from = ((y + row) * CELLS + x) * DIRECTIONS;
                    System.arraycopy(cells, from, result, at + row * BLOCK * DIRECTIONS, BLOCK * DIRECTIONS);
                }
                normalise(result, at, length);
            }
        }
        return result;
    }

    private static float[] grey(byte[] rgb, int side) {
        float[] grey = new float[side * side];
        for (int i = 0; i < grey.length; i++) {
            int red = rgb[3 * i] & 255;
            int green = rgb[3 * i + 1] & 255;
            int blue = rgb[3 * i + 2] & 255;
            grey[i] = (0.299f * red + 0.587f * green + 0.114f * blue) / 255;
        }
        return grey;
    }

    /** Each gradient votes with its strength for the two directions that it lies between. */
    private static float[] cells(float[] grey, int side) {
        int cell = side / CELLS;
        float[] cells = new float[CELLS * CELLS * DIRECTIONS];
        for (int y = 1; y < side - 1; y++) {
            for (int x = 1; x < side - 1; x++) {
                float dx = grey[y * side + x + 1] - grey[y * side + x - 1];
                float dy = grey[(y + 1) * side + x] - grey[(y - 1) * side + x];
                float strength = (float) Math.sqrt(dx * dx + dy * dy);
                if (strength == 0) {
                    continue;
                }
                double turn = Math.atan2(dy, dx) / Math.PI;
                double direction = (turn < 0 ? turn + 1 : turn) * DIRECTIONS;
                int low = (int) direction;
                float share = (float) (direction - low);
                int at = (Math.min(y / cell, CELLS - 1) * CELLS + Math.min(x / cell, CELLS - 1)) * DIRECTIONS;
                cells[at + low % DIRECTIONS] += strength * (1 - share);
                cells[at + (low + 1) % DIRECTIONS] += strength * share;
            }
        }
        return cells;
    }

    /** To length 1, with dominant directions capped, and to length 1 again. */
    private static void normalise(float[] values, int at, int length) {
        divide(values, at, length);
        for (int i = at; i < at + length; i++) {
            values[i] = Math.min(values[i], MOST);
        }
        divide(values, at, length);
    }

    private static void divide(float[] values, int at, int length) {
        double squares = 0;
        for (int i = at; i < at + length; i++) {
            squares += values[i] * values[i];
        }
        float norm = (float) Math.sqrt(squares + EPSILON * EPSILON);
        for (int i = at; i < at + length; i++) {
            values[i] /= norm;
        }
    }
}
