package dev.twinset.vision.network;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The network from pixels to features as one straight line of ND4J operations on arrays made once: no graph, no
 * allocation, no copy between them. Channels are the last axis everywhere (NHWC), which oneDNN likes best.
 *
 * <p>The batch is always {@value #BATCH} images, filled or not: the libraries choose their kernels, and by that the
 * order of their sums, by the batch's size. With a fixed size an image's bits depend on nothing but the image.
 *
 * <p>One thread at a time. Its memory is off-heap and is freed by {@link #close}.
 */
public final class CnnForward implements AutoCloseable {
    /** Images of one run. */
    public static final int BATCH = 16;

    private final Nd4jArrays memory = new Nd4jArrays();
    private final List<ConvolutionBlock> blocks = new ArrayList<>();
    private final Runnable freeWeights;
    private final int side;
    private final int flat;
    private final int hidden;
    private final float[][] levels;
    private final float[] row;
    private final FloatPointer input;
    private final FloatPointer last;
    private final FloatPointer denseWeight;
    private final FloatPointer dense;
    private final float[] sums;
    private final FeatureHead head;

    /** With weights of its own. */
    public static CnnForward open(ModelBundle model) {
        ServingWeights weights = new ServingWeights(model);
        return new CnnForward(model, weights, weights::close);
    }

    /** @param weights shared; their creator closes them, after this */
    CnnForward(ModelBundle model, ServingWeights weights) {
        this(model, weights, () -> {});
    }

    private CnnForward(ModelBundle model, ServingWeights weights, Runnable freeWeights) {
        CnnArchitecture net = model.architecture();
        InputRule rule = model.manifest().model().input();
        this.freeWeights = freeWeights;
        this.side = net.side();
        this.flat = net.flat();
        this.hidden = net.hidden();
        this.levels = new float[][] {rule.table(0), rule.table(1), rule.table(2)};
        this.row = new float[side * CnnArchitecture.CHANNELS];
        INDArray map = memory.zeros(BATCH, side, side, CnnArchitecture.CHANNELS);
        this.input = Nd4jArrays.floats(map);
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            ConvolutionBlock next = new ConvolutionBlock(net, block, weights.convolution(block), map, memory);
            blocks.add(next);
            map = next.output();
        }
        this.last = Nd4jArrays.floats(map);
        this.denseWeight = Nd4jArrays.floats(weights.denseWeight());
        this.dense = Nd4jArrays.floats(memory.zeros(hidden, BATCH));
        this.sums = new float[hidden * BATCH];
        this.head = new FeatureHead(BATCH, weights.head());
    }

    /**
     * Normalises an image into its place in the batch. It stays there until another one is loaded.
     *
     * @param slot 0 to {@value #BATCH} - 1
     * @param rgb side * side * 3 bytes from position {@code at}: R, G, B, row by row
     */
    public void load(int slot, byte[] rgb, int at) {
        Objects.checkIndex(slot, BATCH);
        Objects.checkFromIndexSize(at, side * row.length, rgb.length);
        for (int y = 0; y < side; y++) {
            int from = at + y * row.length;
            for (int x = 0; x < row.length; x += CnnArchitecture.CHANNELS) {
                row[x] = levels[0][rgb[from + x] & 0xff];
                row[x + 1] = levels[1][rgb[from + x + 1] & 0xff];
                row[x + 2] = levels[2][rgb[from + x + 2] & 0xff];
            }
            input.position(((long) slot * side + y) * row.length).put(row, 0, row.length);
        }
    }

    /** Computes the features of all slots. */
    public void run() {
        blocks.forEach(ConvolutionBlock::run);
        // column-major: sums (16 x hidden) = maps (flat x 16), transposed, times weights (flat x hidden)
        openblas.cblas_sgemm(
                openblas.CblasColMajor,
                openblas.CblasTrans,
                openblas.CblasNoTrans,
                BATCH,
                hidden,
                flat,
                1,
                last,
                flat,
                denseWeight,
                flat,
                0,
                dense,
                BATCH);
        dense.get(sums);
    }

    /** What the last run made of a slot. */
    public Extraction outcome(int slot) {
        return head.feature(sums, Objects.checkIndex(slot, BATCH));
    }

    /** The class layer's outputs for a slot of the last run: the logits of all tasks, side by side. */
    public float[] logits(int slot) {
        return head.logits(sums, Objects.checkIndex(slot, BATCH));
    }

    @Override
    public void close() {
        memory.close();
        freeWeights.run();
    }
}
