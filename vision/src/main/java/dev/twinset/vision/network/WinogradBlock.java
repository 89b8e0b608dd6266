package dev.twinset.vision.network;

import dev.twinset.vision.bundle.CnnArchitecture;
import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A convolution of stride 1 by Winograd's way: a tile of {@code tile * tile} results costs {@code n * n} products per
 * pair of channels (n = tile + kernel - 1) instead of {@code tile * tile * kernel * kernel}. The products are one
 * batched matrix product; pool, normalisation and ReLU are a part of the output's transform.
 */
final class WinogradBlock implements Block {
    /** Fewer channels make too thin matrices. */
    private static final int LEAST_CHANNELS = 16;

    /** Of all products: 64 MiB, some twenty times what the standard model needs. */
    private static final long MOST_FLOATS = 1 << 24;

    private final int tile;
    private final int n;
    private final int side;
    private final int pad;
    private final int in;
    private final int out;
    private final int tiles; // in a row of the map, and rows of them
    private final int rows; // tiles of all images
    private final float[][][] across; // row of the padded map, n, tiles * in: transformed along the row
    private final float[][] columnIn; // n of these
    private final float[][] columnOut; // and tile of those
    private final float[][] window; // n, tiles * in
    private final float[][] values;
    private final float[][] products; // n, tiles * out
    private final float[][][] half; // row of a tile, n, tiles * out
    private final float[][] results; // tile, tiles * out
    private final float[][] pooled; // tile / 2, tiles * out
    private final float[] scale;
    private final float[] shift;
    private final FloatBuffer inputs; // n * n, rows, in
    private final FloatBuffer outputs; // n * n, rows, out
    private final Dnnl.Step product;

    WinogradBlock(Dnnl oneDnn, DnnlWeights weights, Convolution convolution, int side, int images) {
        this.side = side;
        int kernel = convolution.kernel();
        tile = tile(side, kernel);
        n = tile + kernel - 1;
        pad = kernel / 2;
        in = convolution.in();
        out = convolution.out();
        tiles = tiles(side, tile);
        rows = images * tiles * tiles;
        across = new float[tiles * tile + n - tile][n][tiles * in];
        columnIn = new float[n][];
        columnOut = new float[tile][];
        window = new float[n][tiles * in];
        values = new float[n][tiles * in];
        products = new float[n][tiles * out];
        half = new float[tile][n][tiles * out];
        results = new float[tile][tiles * out];
        pooled = new float[tile / 2][tiles * out];
        scale = repeated(convolution.scale());
        shift = repeated(convolution.shift());
        long points = points(tile, kernel);
        dnnl_memory_desc from = oneDnn.shape(dnnl.dnnl_abc, points, rows, in);
        dnnl_memory_desc to = oneDnn.shape(dnnl.dnnl_abc, points, rows, out);
        Dnnl.Operation operation = oneDnn.product(from, oneDnn.shape(dnnl.dnnl_format_tag_any, points, in, out), to);
        FloatPointer packed = weights.packed(
                convolution.name(),
                dnnl.dnnl_abc,
                new long[] {points, in, out},
                operation.shape(Dnnl.Operand.WEIGHT),
                () -> transformed(convolution));
        FloatPointer input = oneDnn.floats(from);
        FloatPointer output = oneDnn.floats(to);
        product = operation.on(input, packed, output);
        inputs = input.asBuffer();
        outputs = output.asBuffer();
    }

    /** Whether this way knows the convolution, and is worth its memory. */
    static boolean fits(CnnArchitecture net, int block, int images) {
        int kernel = net.kernels().get(block);
        if (net.strides().get(block) != 1 || (kernel != 3 && kernel != 5)) {
            return false;
        }
        int in = net.channelsInto(block);
        int out = net.widths().get(block);
        int tile = tile(net.mapSide(block), kernel);
        int tiles = tiles(net.mapSide(block), tile);
        long floats = points(tile, kernel) * images * tiles * tiles * Math.max(in, out);
        return Math.min(in, out) >= LEAST_CHANNELS && floats <= MOST_FLOATS;
    }

    private static long points(int tile, int kernel) {
        long n = tile + kernel - 1L;
        return n * n;
    }

    /** Of 3 x 3 the size that needs fewer products, which depends on how well it divides the map. */
    static int tile(int side, int kernel) {
        int fours = tiles(side, 4) * 6;
        int sixes = tiles(side, 6) * 8;
        return kernel == 3 && sixes < fours ? 6 : 4;
    }

    private static int tiles(int side, int tile) {
        return (side + tile - 1) / tile;
    }

    private float[] repeated(float[] channels) {
        float[] row = new float[tiles * out];
        for (int i = 0; i < row.length; i++) {
            row[i] = channels[i % out];
        }
        return row;
    }

    /** The weights' transform, in double: n * n, in, out. */
    private float[] transformed(Convolution convolution) {
        int kernel = convolution.kernel();
        float[] weight = convolution.weight();
        double[][] g = WinogradTransform.ofKernel(n, kernel);
        float[] to = new float[n * n * in * out];
        int pairs = in * out;
        double[][] part = new double[n][kernel];
        for (int pair = 0; pair < pairs; pair++) {
            for (int i = 0; i < n; i++) {
                for (int x = 0; x < kernel; x++) {
                    part[i][x] = 0;
                    for (int y = 0; y < kernel; y++) {
                        part[i][x] += g[i][y] * weight[(y * kernel + x) * pairs + pair];
                    }
                }
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int x = 0; x < kernel; x++) {
                        sum += part[i][x] * g[j][x];
                    }
                    to[(i * n + j) * pairs + pair] = (float) sum;
                }
            }
        }
        return to;
    }

    @Override
    public void put(int image, float[] map) {
        for (int y = 0; y < side; y++) {
            for (int j = 0; j < n; j++) {
                for (int t = 0; t < tiles; t++) {
                    int x = t * tile + j - pad;
                    // what is outside was never written and is zero
                    if (x >= 0 && x < side) {
                        System.arraycopy(map, (y * side + x) * in, window[j], t * in, in);
                    }
                }
            }
            WinogradTransform.input(window, across[y + pad], tiles * in);
        }
        for (int row = 0; row < tiles; row++) {
            int place = (image * tiles + row) * tiles;
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    columnIn[i] = across[row * tile + i][j];
                }
                WinogradTransform.input(columnIn, values, tiles * in);
                for (int i = 0; i < n; i++) {
                    inputs.put(((i * n + j) * rows + place) * in, values[i], 0, tiles * in);
                }
            }
        }
    }

    @Override
    public void run() {
        product.run();
    }

    @Override
    public void get(int image, float[] map) {
        int pooledSide = side / 2;
        int count = tiles * out;
        for (int row = 0; row < tiles; row++) {
            int place = (image * tiles + row) * tiles;
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    outputs.get(((i * n + j) * rows + place) * out, products[i], 0, count);
                }
                for (int i = 0; i < tile; i++) {
                    columnOut[i] = half[i][j];
                }
                WinogradTransform.output(products, columnOut, count);
            }
            for (int i = 0; i < tile; i++) {
                int y = (row * tile + i) / 2;
                if (y >= pooledSide) {
                    break;
                }
                WinogradTransform.output(half[i], results, count);
                for (int x = 0; x < tile / 2; x++) {
                    if (i % 2 == 0) {
                        larger(results[2 * x], results[2 * x + 1], pooled[x], count);
                    } else {
                        finish(results[2 * x], results[2 * x + 1], pooled[x], scale, shift, count);
                        spread(pooled[x], x, map, y * pooledSide, pooledSide);
                    }
                }
            }
        }
    }

    private void spread(float[] from, int first, float[] map, int at, int pooledSide) {
        for (int t = 0, x = first; x < pooledSide; t++, x += tile / 2) {
            System.arraycopy(from, t * out, map, (at + x) * out, out);
        }
    }

    private static void larger(float[] a, float[] b, float[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = Math.max(a[i], b[i]);
        }
    }

    private static void finish(float[] a, float[] b, float[] above, float[] scale, float[] shift, int count) {
        for (int i = 0; i < count; i++) {
            above[i] = Math.max(Math.max(Math.max(a[i], b[i]), above[i]) * scale[i] + shift[i], 0);
        }
    }
}
