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
final class DnnlChain implements ForwardChain {
    private static final int BATCH = CnnForward.BATCH;

    /** Images whose products are one call: weights are read once for them, and what they make stays in the cache. */
    private static final int SLICE = 4;

    private final Dnnl oneDnn = new Dnnl();
    private final List<Block> blocks = new ArrayList<>();
    private final float[][] maps;
    private final FloatPointer input;
    private final FloatBuffer last;
    private final int flat;
    private final Dnnl.Step dense;
    private final FloatBuffer sums;
    private final float[] ofImage;

    DnnlChain(ModelBundle model, DnnlWeights weights) {
        CnnArchitecture net = model.architecture();
        flat = net.flat();
        maps = new float[CnnArchitecture.BLOCKS][];
        input = oneDnn.floats((long) BATCH * net.side() * net.side() * CnnArchitecture.CHANNELS);
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            Convolution convolution = Convolution.of(model, block);
            int side = block == 0 ? net.side() : net.sideAfter(block - 1);
            int after = net.sideAfter(block);
            maps[block] = new float[after * after * convolution.out()];
            if (winograd(net, block)) {
                blocks.add(new WinogradBlock(oneDnn, weights, convolution, side, SLICE));
            } else {
                int images = block == 0 ? BATCH : SLICE;
                FloatPointer from = block == 0 ? input : oneDnn.floats((long) images * side * side * convolution.in());
                blocks.add(new DirectBlock(oneDnn, weights, convolution, side, net.mapSide(block), images, from));
            }
        }
        FloatPointer rows = oneDnn.floats((long) BATCH * flat);
        last = rows.asBuffer();
        FloatPointer products = oneDnn.floats((long) BATCH * net.hidden());
        sums = products.asBuffer();
        ofImage = new float[net.hidden()];
        dnnl_memory_desc from = oneDnn.shape(dnnl.dnnl_ab, BATCH, flat);
        dnnl_memory_desc to = oneDnn.shape(dnnl.dnnl_ab, BATCH, net.hidden());
        Dnnl.Operation product = oneDnn.product(from, oneDnn.shape(dnnl.dnnl_format_tag_any, flat, net.hidden()), to);
        FoldedBatchNorm norm = FoldedBatchNorm.of(model, CnnArchitecture.BLOCKS);
        FloatPointer packed = weights.packed(
                "dense.weight",
                dnnl.dnnl_ab,
                new long[] {flat, net.hidden()},
                product.shape(Dnnl.Operand.WEIGHT),
                () -> norm.scaled(model.tensor("dense.weight")));
        dense = product.on(rows, packed, products);
    }

    /** By shape and nothing else: a choice by measured times could differ between two starts, and features with it. */
    private static boolean winograd(CnnArchitecture net, int block) {
        return block > 0 && WinogradBlock.fits(net, block, SLICE);
    }

    /** The way of each convolution. */
    static String describe(CnnArchitecture net) {
        List<String> ways = new ArrayList<>();
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            int tile = WinogradBlock.tile(net.mapSide(block), net.kernels().get(block));
            ways.add(winograd(net, block) ? "Winograd " + tile + "x" + tile : "direct");
        }
        return String.join(", ", ways);
    }

    @Override
    public FloatPointer input() {
        return input;
    }

    @Override
    public void run(int images, float[] to) {
        for (int from = 0; from < images; from += SLICE) {
            // products are of whole slices, so that their sizes never change; nobody reads those of empty places
            int filled = Math.min(SLICE, images - from);
            for (int i = 0; i < filled; i++) {
                blocks.get(0).get(from + i, maps[0]);
                blocks.get(1).put(i, maps[0]);
            }
            blocks.get(1).run();
            for (int i = 0; i < filled; i++) {
                blocks.get(1).get(i, maps[1]);
                blocks.get(2).put(i, maps[1]);
            }
            blocks.get(2).run();
            for (int i = 0; i < filled; i++) {
                blocks.get(2).get(i, maps[2]);
                last.put((from + i) * flat, maps[2], 0, flat);
            }
        }
        dense.run();
        for (int slot = 0; slot < BATCH; slot++) {
            sums.get(slot * ofImage.length, ofImage);
            for (int i = 0; i < ofImage.length; i++) {
                to[i * BATCH + slot] = ofImage[i];
            }
        }
    }

    @Override
    public void close() {
        oneDnn.close();
    }
}
