package dev.twinset.vision.network;

import dev.twinset.vision.bundle.CnnArchitecture;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where oneDNN cannot be used directly: one straight line of ND4J operations on arrays made once: no graph, no
 * allocation, no copy between them. Channels are the last axis everywhere (NHWC), which the oneDNN in ND4J likes best.
 * It computes all slots, asked for or not.
 */
final class Nd4jChain implements ForwardChain {
    private static final int BATCH = CnnForward.BATCH;

    private final Nd4jArrays memory = new Nd4jArrays();
    private final List<ConvolutionBlock> blocks = new ArrayList<>();
    private final int flat;
    private final int hidden;
    private final FloatPointer input;
    private final FloatPointer last;
    private final FloatPointer denseWeight;
    private final FloatPointer dense;

    Nd4jChain(CnnArchitecture net, Nd4jWeights weights) {
        flat = net.flat();
        hidden = net.hidden();
        INDArray map = memory.zeros(BATCH, net.side(), net.side(), CnnArchitecture.CHANNELS);
        input = Nd4jArrays.floats(map);
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            ConvolutionBlock next = new ConvolutionBlock(net, block, weights.convolution(block), map, memory);
            blocks.add(next);
            map = next.output();
        }
        last = Nd4jArrays.floats(map);
        denseWeight = Nd4jArrays.floats(weights.denseWeight());
        dense = Nd4jArrays.floats(memory.zeros(hidden, BATCH));
    }

    @Override
    public FloatPointer input() {
        return input;
    }

    @Override
    public void run(int images, float[] sums) {
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

    @Override
    public void close() {
        memory.close();
    }
}
