package dev.twinset.worker.search;

import java.util.Arrays;

/**
 * The products of one query with the rows of a tile, and which of them reach a cut. As bits of floats: those that are
 * not negative are in the order of their bits as integers, and a loop over integers is vectorised where one that
 * compares floats is not.
 */
final class Estimates {
    /** The compiler vectorises the loops that fold only if their distances are constants. */
    private static final int ROWS = Products.TILE;

    private static final int FOLDED = ROWS / 4;
    private static final int FOLDED_TWICE = FOLDED / 4;

    private static final int GROUPS = 64;
    private static final int GREATEST = 16;

    private final int[] bits = new int[ROWS];
    private final int[] places = new int[ROWS];
    private final int[] folded = new int[FOLDED];
    private final int[] foldedTwice = new int[FOLDED_TWICE];

    void read(Products products, int query, int count) {
        products.read(query, bits, count);
    }

    float at(int place) {
        return Float.intBitsToFloat(bits[place]);
    }

    /**
     * The next estimate that reaches the cut, or {@code to}: a loop without a call in it, which the compiler unrolls.
     */
    int next(float cut, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Float.intBitsToFloat(bits[i]) >= cut) {
                return i;
            }
        }
        return to;
    }

    /** A value that some of the greatest estimates reach, {@link #GREATEST} of them or a few more. */
    float high(int count) {
        float[] greatest = new float[GROUPS];
        Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
        for (int i = 0; i < count; i++) {
            greatest[i % GROUPS] = Math.max(greatest[i % GROUPS], at(i));
        }
        Arrays.sort(greatest);
        return greatest[GROUPS - GREATEST];
    }

    /**
     * Finds the estimates that reach the cut, in no particular order.
     *
     * @return how many there are; see {@link #place}
     */
    int find(float cut, int count) {
        if (count == ROWS && cut > 0) {
            return findFolded(Float.floatToRawIntBits(cut));
        }
        int found = 0;
        for (int i = next(cut, 0, count); i < count; i = next(cut, i + 1, count)) {
            places[found++] = i;
        }
        return found;
    }

    /** The place in the tile of an estimate that was found. */
    int place(int found) {
        return places[found];
    }

    private int findFolded(int cut) {
        fold(bits, cut, folded);
        foldAgain(folded, foldedTwice);
        int found = 0;
        for (int group = 0; group < FOLDED_TWICE; group++) {
            if (foldedTwice[group] >= 0) {
                for (int part = group; part < FOLDED; part += FOLDED_TWICE) {
                    if (folded[part] >= 0) {
                        for (int i = part; i < ROWS; i += FOLDED) {
                            if (bits[i] >= cut) {
                                places[found++] = i;
                            }
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Four estimates become one number that is not negative if one of them is neither negative nor below the cut. */
    private static void fold(int[] from, int cut, int[] into) {
        for (int i = 0; i < FOLDED; i++) {
            int a = from[i];
            int b = from[FOLDED + i];
            int c = from[2 * FOLDED + i];
            int d = from[3 * FOLDED + i];
            into[i] = (a | (a - cut)) & (b | (b - cut)) & (c | (c - cut)) & (d | (d - cut));
        }
    }

    private static void foldAgain(int[] from, int[] into) {
        for (int i = 0; i < FOLDED_TWICE; i++) {
            into[i] = from[i] & from[FOLDED_TWICE + i] & from[2 * FOLDED_TWICE + i] & from[3 * FOLDED_TWICE + i];
        }
    }
}
