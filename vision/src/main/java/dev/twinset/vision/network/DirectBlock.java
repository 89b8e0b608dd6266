package dev.twinset.vision.network;

import java.nio.FloatBuffer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** A convolution and its pool by oneDNN, image by image, so that the large map between them stays in the cache. */
final class DirectBlock implements Block {
    private final FloatBuffer input;
    private final FloatBuffer output;
    private final int inputLength;
    private final int outputLength;
    private final float[] row;
    private final float[] scale;
    private final float[] shift;
    private final Dnnl.Step[] convolve; // of each image
    private final Dnnl.Step pool;

    /** @param input images of height, width, channel */
    DirectBlock(
            Dnnl oneDnn,
            DnnlWeights weights,
            Convolution convolution,
            int side,
            int mapSide,
            int images,
            FloatPointer input) {
        int kernel = convolution.kernel();
        int in = convolution.in();
        int out = convolution.out();
        int pooledSide = mapSide / 2;
        inputLength = side * side * in;
        outputLength = pooledSide * pooledSide * out;
        dnnl_memory_desc map = oneDnn.shape(dnnl.dnnl_nhwc, 1, out, mapSide, mapSide);
        Dnnl.Operation operation = oneDnn.convolution(
                oneDnn.shape(dnnl.dnnl_nhwc, 1, in, side, side),
                oneDnn.shape(dnnl.dnnl_format_tag_any, out, in, kernel, kernel),
                map,
                convolution.stride(),
                kernel / 2);
        FloatPointer packed = weights.packed(
                convolution.name(),
                dnnl.dnnl_hwio,
                new long[] {out, in, kernel, kernel},
                operation.shape(Dnnl.Operand.WEIGHT),
                convolution::weight);
        FloatPointer between = oneDnn.floats(map);
        FloatPointer pooled = oneDnn.floats(outputLength);
        convolve = new Dnnl.Step[images];
        for (int image = 0; image < images; image++) {
            convolve[image] = operation.on(input.getPointer((long) image * inputLength), packed, between);
        }
        pool = oneDnn.pool(map, oneDnn.shape(dnnl.dnnl_nhwc, 1, out, pooledSide, pooledSide))
                .on(between, pooled);
        this.input = input.asBuffer();
        output = pooled.asBuffer();
        row = new float[pooledSide * out];
        scale = new float[row.length];
        shift = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            scale[i] = convolution.scale()[i % out];
            shift[i] = convolution.shift()[i % out];
        }
    }

    @Override
    public void put(int image, float[] map) {
        input.put(image * inputLength, map, 0, inputLength);
    }

    @Override
    public void run() {
        // by get
    }

    @Override
    public void get(int image, float[] map) {
        convolve[image].run();
        pool.run();
        for (int at = 0; at < outputLength; at += row.length) {
            output.get(at, row, 0, row.length);
            finish(row, scale, shift);
            System.arraycopy(row, 0, map, at, row.length);
        }
    }

    private static void finish(float[] row, float[] scale, float[] shift) {
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.max(row[i] * scale[i] + shift[i], 0);
        }
    }
}
