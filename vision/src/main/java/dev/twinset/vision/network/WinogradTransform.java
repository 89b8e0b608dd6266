package dev.twinset.vision.network;

/**
 * The transforms of Winograd's convolution at the points 0, 1, -1, 2, -2 (and 1/2, -1/2) and infinity, along one axis.
 *
 * <p>Each value of a tile has an array of its own and all loops run over equal indexes, as the compiler turns just such
 * loops into vector instructions.
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
            input6(d[0], d[1], d[2], d[3], d[4], d[5], v[0], v[1], v[2], v[3], v[4], v[5], count);
        } else {
            input8(
                    d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7],
                    count);
        }
    }

    /** n products to the 4 or 6 results of a tile. */
    static void output(float[][] m, float[][] y, int count) {
        if (m.length == 6) {
            output6(m[0], m[1], m[2], m[3], m[4], m[5], y[0], y[1], y[2], y[3], count);
        } else if (y.length == 4) {
            output8(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], y[0], y[1], y[2], y[3], count);
        } else {
            output8(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], y[0], y[1], y[2], y[3], y[4], y[5], count);
        }
    }

    private static void input6(
            float[] d0,
            float[] d1,
            float[] d2,
            float[] d3,
            float[] d4,
            float[] d5,
            float[] v0,
            float[] v1,
            float[] v2,
            float[] v3,
            float[] v4,
            float[] v5,
            int count) {
        for (int i = 0; i < count; i++) {
            float x1 = d1[i];
            float x2 = d2[i];
            float x3 = d3[i];
            float x4 = d4[i];
            float a = x4 - 4 * x2;
            float b = x3 - 4 * x1;
            float c = x4 - x2;
            float d = 2 * (x3 - x1);
            v0[i] = 4 * d0[i] - 5 * x2 + x4;
            v1[i] = a + b;
            v2[i] = a - b;
            v3[i] = c + d;
            v4[i] = c - d;
            v5[i] = 4 * x1 - 5 * x3 + d5[i];
        }
    }

    private static void input8(
            float[] d0,
            float[] d1,
            float[] d2,
            float[] d3,
            float[] d4,
            float[] d5,
            float[] d6,
            float[] d7,
            float[] v0,
            float[] v1,
            float[] v2,
            float[] v3,
            float[] v4,
            float[] v5,
            float[] v6,
            float[] v7,
            int count) {
        for (int i = 0; i < count; i++) {
            float x1 = d1[i];
            float x2 = d2[i];
            float x3 = d3[i];
            float x4 = d4[i];
            float x5 = d5[i];
            float x6 = d6[i];
            float a = x2 - 4.25f * x4 + x6;
            float b = x1 - 4.25f * x3 + x5;
            float c = 0.25f * x2 - 1.25f * x4 + x6;
            float d = 0.5f * x1 - 2.5f * x3 + 2 * x5;
            float e = 4 * x2 - 5 * x4 + x6;
            float f = 2 * x1 - 2.5f * x3 + 0.5f * x5;
            v0[i] = x6 - d0[i] + 5.25f * (x2 - x4);
            v1[i] = a + b;
            v2[i] = a - b;
            v3[i] = c + d;
            v4[i] = c - d;
            v5[i] = e + f;
            v6[i] = e - f;
            v7[i] = d7[i] - x1 + 5.25f * (x3 - x5);
        }
    }

    private static void output6(
            float[] m0,
            float[] m1,
            float[] m2,
            float[] m3,
            float[] m4,
            float[] m5,
            float[] y0,
            float[] y1,
            float[] y2,
            float[] y3,
            int count) {
        for (int i = 0; i < count; i++) {
            float s = m1[i] + m2[i];
            float d = m1[i] - m2[i];
            float u = m3[i] + m4[i];
            float w = m3[i] - m4[i];
            y0[i] = m0[i] + s + u;
            y1[i] = d + 2 * w;
            y2[i] = s + 4 * u;
            y3[i] = d + 8 * w + m5[i];
        }
    }

    private static void output8(
            float[] m0,
            float[] m1,
            float[] m2,
            float[] m3,
            float[] m4,
            float[] m5,
            float[] m6,
            float[] m7,
            float[] y0,
            float[] y1,
            float[] y2,
            float[] y3,
            int count) {
        for (int i = 0; i < count; i++) {
            float s = m1[i] + m2[i];
            float d = m1[i] - m2[i];
            float u = m3[i] + m4[i];
            float w = m3[i] - m4[i];
            float p = m5[i] + m6[i];
            float q = m5[i] - m6[i];
            y0[i] = m0[i] + s + u + p;
            y1[i] = d + 2 * w + 0.5f * q;
            y2[i] = s + 4 * u + 0.25f * p;
            y3[i] = d + 8 * w + 0.125f * q + m7[i];
        }
    }

    private static void output8(
            float[] m0,
            float[] m1,
            float[] m2,
            float[] m3,
            float[] m4,
            float[] m5,
            float[] m6,
            float[] m7,
            float[] y0,
            float[] y1,
            float[] y2,
            float[] y3,
            float[] y4,
            float[] y5,
            int count) {
        for (int i = 0; i < count; i++) {
            float s = m1[i] + m2[i];
            float d = m1[i] - m2[i];
            float u = m3[i] + m4[i];
            float w = m3[i] - m4[i];
            float p = m5[i] + m6[i];
            float q = m5[i] - m6[i];
            y0[i] = m0[i] + s + u + p;
            y1[i] = d + 2 * w + 0.5f * q;
            y2[i] = s + 4 * u + 0.25f * p;
            y3[i] = d + 8 * w + 0.125f * q;
            y4[i] = s + 16 * u + 0.0625f * p;
            y5[i] = d + 32 * w + 0.03125f * q + m7[i];
        }
    }
}
