package dev.twinset.vision.network;

/**
 * The transforms of Winograd's convolution at the points 0, 1, -1, 2, -2 (and 1/2, -1/2) and infinity, along one axis.
 *
 * <p>Each value of a tile has an array of its own and all loops run over equal indexes, a few arrays each: the compiler
 * turns just such loops into vector instructions. One loop for a whole transform is too large for it and takes four
 * times as long.
 */
final class WinogradTransform {
    private static final double[] POINTS = {0, 1, -1, 2, -2, 0.5, -0.5};

    private WinogradTransform() {}

    /** Row by row, n x kernel: what turns a kernel's row into its n values. */
    static double[][] ofKernel(int n, int kernel) {
        double[][] rows = new double[n][kernel];
        for (int i = 0; i < n - 1; i++) {
            double others = 1;
            for (int j = 0; j < n - 1; j++) {
                others *= i == j ? 1 : POINTS[i] - POINTS[j];
            }
            for (int k = 0; k < kernel; k++) {
                rows[i][k] = Math.pow(POINTS[i], k) / others;
            }
        }
        rows[n - 1][kernel - 1] = 1;
        return rows;
    }

    /** n pixels to n values. */
    static void input(float[][] d, float[][] v, int count) {
        if (d.length == 6) {
            sum(d[0], 4, d[2], -5, d[4], 1, v[0], count);
            sum(d[2], -4, d[4], 1, v[1], count);
            sum(d[1], -4, d[3], 1, v[2], count);
            sum(d[2], -1, d[4], 1, v[3], count);
            sum(d[1], -2, d[3], 2, v[4], count);
            sum(d[1], 4, d[3], -5, d[5], 1, v[5], count);
        } else {
            ends(d[6], d[0], d[2], d[4], v[0], count);
            sum(d[2], 1, d[4], -4.25f, d[6], 1, v[1], count);
            sum(d[1], 1, d[3], -4.25f, d[5], 1, v[2], count);
            sum(d[2], 0.25f, d[4], -1.25f, d[6], 1, v[3], count);
            sum(d[1], 0.5f, d[3], -2.5f, d[5], 2, v[4], count);
            sum(d[2], 4, d[4], -5, d[6], 1, v[5], count);
            sum(d[1], 2, d[3], -2.5f, d[5], 0.5f, v[6], count);
            ends(d[7], d[1], d[3], d[5], v[7], count);
            sumAndDifference(v[5], v[6], count);
        }
        sumAndDifference(v[1], v[2], count);
        sumAndDifference(v[3], v[4], count);
    }

    /** n products, which it overwrites, to the 4 or 6 results of a tile. */
    static void output(float[][] m, float[][] y, int count) {
        int last = m.length - 1;
        for (int i = 1; i < last; i += 2) {
            sumAndDifference(m[i], m[i + 1], count);
        }
        for (int k = 0; k < y.length; k++) {
            // the k-th power of each point; of a point and its negative, even powers add and odd ones subtract
            int first = k % 2 == 0 ? 1 : 2;
            float two = 1 << k;
            if (last == 5) {
                sum(m[first], 1, m[first + 2], two, y[k], count);
            } else {
                sum(m[first], 1, m[first + 2], two, m[first + 4], 1 / two, y[k], count);
            }
        }
        add(m[0], y[0], count);
        add(m[last], y[y.length - 1], count);
    }

    private static void sumAndDifference(float[] a, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            float x = a[i];
            float y = b[i];
            a[i] = x + y;
            b[i] = x - y;
        }
    }

    private static void ends(float[] a, float[] b, float[] c, float[] d, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = a[i] - b[i] + 5.25f * (c[i] - d[i]);
        }
    }

    private static void sum(float[] a, float ka, float[] b, float kb, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = ka * a[i] + kb * b[i];
        }
    }

    private static void sum(float[] a, float ka, float[] b, float kb, float[] c, float kc, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = ka * a[i] + kb * b[i] + kc * c[i];
        }
    }

    private static void add(float[] a, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] += a[i];
        }
    }
}
