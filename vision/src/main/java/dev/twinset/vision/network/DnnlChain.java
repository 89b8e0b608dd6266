package dev.twinset.vision.network;

import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;

/** The network by oneDNN itself: weights packed once, no allocation, each block in the way that suits it. */
final class DnnlChain implements AutoCloseable {
    private static final int BATCH = CnnForward.BATCH;

    /** Images whose products are one call: weights are read once for them, and what they make stays in the cache. */
    private static final int SLICE = Integer.getInteger("slice", 4);

    /** Fewer channels make too thin matrices. */
    private static final int LEAST_CHANNELS = 16;

    private final Dnnl oneDnn = new Dnnl();
    private final List<Block> blocks = new ArrayList<>();
    private final float[][] maps;
    private final FloatPointer input;
    private final FloatBuffer last;
    private final int flat;
    private final Dnnl.Step dense;
    private final FloatPointer sums;

    DnnlChain(ModelBundle model, PackedWeights weights) {
        CnnArchitecture net = model.architecture();
        flat = net.flat();
        maps = new float[CnnArchitecture.BLOCKS][];
        input = oneDnn.floats((long) BATCH * net.side() * net.side() * CnnArchitecture.CHANNELS);
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            Convolution convolution = Convolution.of(model, block);
            int side = block == 0 ? net.side() : net.sideAfter(block - 1);
            int after = net.sideAfter(block);
            maps[block] = new float[after * after * convolution.out()];
            if (block > 0 && winograd(convolution)) {
                blocks.add(new WinogradBlock(oneDnn, weights, convolution, side, SLICE));
            } else {
                int images = block == 0 ? BATCH : SLICE;
                FloatPointer from = block == 0 ? input : oneDnn.floats((long) images * side * side * convolution.in());
                blocks.add(new DirectBlock(oneDnn, weights, convolution, side, net.mapSide(block), images, from));
            }
        }
        FloatPointer rows = oneDnn.floats((long) BATCH * flat);
        last = rows.asBuffer();
        sums = oneDnn.floats((long) BATCH * net.hidden());
        dnnl_memory_desc from = oneDnn.shape(dnnl.dnnl_ab, BATCH, flat);
        dnnl_memory_desc to = oneDnn.shape(dnnl.dnnl_ab, BATCH, net.hidden());
        Dnnl.Operation product = oneDnn.product(from, oneDnn.shape(dnnl.dnnl_format_tag_any, flat, net.hidden()), to);
        FoldedBatchNorm norm = FoldedBatchNorm.of(model, CnnArchitecture.BLOCKS, ServingWeights.EPSILON);
        FloatPointer packed = weights.packed(
                "dense.weight",
                dnnl.dnnl_ab,
                new long[] {flat, net.hidden()},
                product.weight(),
                () -> norm.scaled(model.tensor("dense.weight")));
        dense = product.on(rows, packed, sums);
    }

    private static boolean winograd(Convolution convolution) {
        return WinogradBlock.fits(convolution.kernel(), convolution.stride())
                && Math.min(convolution.in(), convolution.out()) >= LEAST_CHANNELS;
    }

    FloatPointer input() {
        return input;
    }

    void run() {
        for (int from = 0; from < BATCH; from += SLICE) {
            for (int i = 0; i < SLICE; i++) {
                blocks.get(0).get(from + i, maps[0]);
                blocks.get(1).put(i, maps[0]);
            }
            blocks.get(1).run();
            for (int i = 0; i < SLICE; i++) {
                blocks.get(1).get(i, maps[1]);
                blocks.get(2).put(i, maps[1]);
            }
            blocks.get(2).run();
            for (int i = 0; i < SLICE; i++) {
                blocks.get(2).get(i, maps[2]);
                last.put((from + i) * flat, maps[2], 0, flat);
            }
        }
        dense.run();
    }

    /** Image by image. */
    void sums(float[] to) {
        sums.get(to);
    }

    @Override
    public void close() {
        oneDnn.close();
    }
}
