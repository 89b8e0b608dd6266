package dev.twinset.trainer.explore;

import java.util.Arrays;

/**
 * What is kept of a picture to find others that look the same.
 *
 * @param hash 64 bits, one for each of the lowest frequencies of the grey picture: whether it is well above their
 *     median (the "perceptual hash" of Zauner, 2010). Quick to compare, but pictures of one garment in two colours
 *     share it.
 * @param small the picture itself at 16x16, R, G, B: what the second look compares
 */
record ImageSignature(long hash, byte[] small) {
    /**
     * Of the square that is decoded, pixels. It is halved here, twice: the decoder's shortcuts blur a picture by an
     * amount that depends on its size; halving reduces that effect.
     */
    static final int DECODED_SIDE = 64;

    private static final int SIDE = DECODED_SIDE / 2;
    private static final int FREQUENCIES = 8;

    /** How much the loss of a JPEG changes a strength; a symmetric picture has many strengths of nearly nothing. */
    private static final double NOISE = 150;

    private static final double[][] COSINES = cosines();

    /** @param rgb DECODED_SIDE * DECODED_SIDE * 3 bytes */
    static ImageSignature of(byte[] rgb) {
        byte[] hashed = halved(rgb, DECODED_SIDE);
        return new ImageSignature(hash(grey(hashed)), halved(hashed, SIDE));
    }

    int bitsApart(ImageSignature other) {
        return Long.bitCount(hash ^ other.hash);
    }

    /**
     * How much of the ink is not the same: 0 for equal pictures, 1 for pictures that share none. White paper does not
     * count, so that small products on it are distinguished as well as large ones.
     */
    double inkApart(ImageSignature other) {
        long apart = 0;
        long ink = 0;
        for (int i = 0; i < small.length; i++) {
            int one = 255 - (small[i] & 255);
            int two = 255 - (other.small[i] & 255);
            apart += Math.abs(one - two);
            ink += Math.max(one, two);
        }
        return ink == 0 ? 0 : (double) apart / ink;
    }

    private static double[] grey(byte[] rgb) {
        double[] grey = new double[SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = 0.299 * (rgb[3 * i] & 255) + 0.587 * (rgb[3 * i + 1] & 255) + 0.114 * (rgb[3 * i + 2] & 255);
        }
        return grey;
    }

    private static byte[] halved(byte[] rgb, int side) {
        int half = side / 2;
        byte[] small = new byte[half * half * 3];
        for (int i = 0; i < small.length; i++) {
            int pixel = i / 3;
            int at = (pixel / half * 2 * side + pixel % half * 2) * 3 + i % 3;
            int below = at + 3 * side;
            int sum = (rgb[at] & 255) + (rgb[at + 3] & 255) + (rgb[below] & 255) + (rgb[below + 3] & 255);
            small[i] = (byte) (sum / 4);
        }
        return small;
    }

    /** The mean, frequency 0 both ways, is left out: the first one of each direction is 1. */
    private static long hash(double[] grey) {
        double[][] alongRows = new double[SIDE][FREQUENCIES];
        for (int y = 0; y < SIDE; y++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                for (int x = 0; x < SIDE; x++) {
                    alongRows[y][u] += grey[y * SIDE + x] * COSINES[u][x];
                }
            }
        }
        double[] strengths = new double[FREQUENCIES * FREQUENCIES];
        for (int v = 0; v < FREQUENCIES; v++) {
            for (int u = 0; u < FREQUENCIES; u++) {
                for (int y = 0; y < SIDE; y++) {
                    strengths[v * FREQUENCIES + u] += alongRows[y][u] * COSINES[v][y];
                }
            }
        }
        return bitsAboveMedian(strengths);
    }

    private static long bitsAboveMedian(double[] strengths) {
        double[] sorted = strengths.clone();
        Arrays.sort(sorted);
        double median = (sorted[31] + sorted[32]) / 2;
        long bits = 0;
        for (int i = 0; i < strengths.length; i++) {
            bits |= strengths[i] > median + NOISE ? 1L << i : 0;
        }
        return bits;
    }

    private static double[][] cosines() {
        double[][] cosines = new double[FREQUENCIES][SIDE];
        for (int u = 0; u < FREQUENCIES; u++) {
            for (int x = 0; x < SIDE; x++) {
                cosines[u][x] = Math.cos((2 * x + 1) * (u + 1) * Math.PI / (2 * SIDE));
            }
        }
        return cosines;
    }
}
