package dev.twinset.vision.network;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The network from pixels to features, {@value #BATCH} images at a time.
 *
 * <p>Matrices always have the same sizes, however many images there are: the libraries choose their kernels, and by
 * that the order of their sums, by the sizes. So an image's bits depend on nothing but the image and the processor.
 *
 * <p>One thread at a time. Its memory is off-heap and is freed by {@link #close}.
 */
public final class CnnForward implements AutoCloseable {
    /** Most images of one run. */
    public static final int BATCH = 16;

    private final ForwardChain chain;
    private final ServingKernels kernels;
    private final Runnable freeWeights;
    private final int side;
    private final float[][] levels;
    private final float[] row;
    private final FloatPointer input;
    private final float[] sums;
    private final FeatureHead head;
    private boolean closed;

    /** With weights of its own. */
    public static CnnForward open(ModelBundle model) {
        ServingWeights weights = ServingWeights.open(model);
        return new CnnForward(model, weights, weights::close);
    }

    /** @param weights shared; their creator closes them, after this */
    CnnForward(ModelBundle model, ServingWeights weights) {
        this(model, weights, () -> {});
    }

    private CnnForward(ModelBundle model, ServingWeights weights, Runnable freeWeights) {
        CnnArchitecture net = model.architecture();
        InputRule rule = model.manifest().model().input();
        this.chain = weights.chain();
        this.kernels = weights.kernels();
        this.freeWeights = freeWeights;
        this.side = net.side();
        this.levels = new float[][] {rule.table(0), rule.table(1), rule.table(2)};
        this.row = new float[side * CnnArchitecture.CHANNELS];
        this.input = chain.input();
        this.sums = new float[net.hidden() * BATCH];
        this.head = new FeatureHead(BATCH, FeatureHead.Weights.of(model));
    }

    /** By which code it is computed. */
    public ServingKernels kernels() {
        return kernels;
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
        requireOpen();
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
        run(BATCH);
    }

    /**
     * Computes the features of the first slots.
     *
     * @param images 1 to {@value #BATCH}
     */
    public void run(int images) {
        if (images < 1 || images > BATCH) {
            throw new IllegalArgumentException("images is " + images + ", expected 1 to " + BATCH);
        }
        requireOpen();
        chain.run(images, sums);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the network is closed");
        }
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
        closed = true;
        chain.close();
        freeWeights.run();
    }
}
