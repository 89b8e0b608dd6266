package dev.twinset.vision.network;

import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Weights as {@link Nd4jChain} wants them: batch normalisation folded in.
 *
 * <p>Normalisation is {@code scale * x + shift} after training. Behind a max-pool it goes in front, into the
 * convolution's weights and bias: {@code scale * max(x) + shift = max(scale * x + shift)}. That holds only where scale
 * is positive; a block with any gamma of 0 or less keeps its normalisation after the pool. The dense layer has no pool
 * and is always folded.
 */
final class Nd4jWeights implements ServingWeights {
    private final Nd4jArrays memory = new Nd4jArrays();
    private final List<Convolution> convolutions = new ArrayList<>();
    private final INDArray denseWeight;
    private final CnnArchitecture net;
    private final OneDnn oneDnn = OneDnn.check();

    /**
     * @param weight kernel, kernel, channels in, width
     * @param bias per channel; all zeros where not folded
     * @param after what is left to do after the pool; empty where folded
     */
    record Convolution(INDArray weight, INDArray bias, List<INDArray> after) {}

    Nd4jWeights(ModelBundle model) {
        net = model.architecture();
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            convolutions.add(convolution(model, block));
        }
        FoldedBatchNorm norm = FoldedBatchNorm.of(model, CnnArchitecture.BLOCKS);
        float[] weight = norm.scaled(model.tensor("dense.weight"));
        // one output after another: OpenBLAS multiplies 16 rows by it 1.5 times as fast as by the original order
        denseWeight = memory.array(transposed(weight, net.flat(), net.hidden()), net.hidden(), net.flat());
    }

    private Convolution convolution(ModelBundle model, int block) {
        Tensor weight = model.tensor("conv" + block + ".weight");
        FoldedBatchNorm norm = FoldedBatchNorm.of(model, block);
        int width = model.architecture().widths().get(block);
        float[] zeros = new float[width];
        if (norm.increasing()) {
            return new Convolution(
                    array(norm.scaled(weight), weight), memory.array(norm.applied(zeros), width), List.of());
        }
        return new Convolution(
                array(weight.values(), weight),
                memory.array(zeros, width),
                List.of(memory.array(norm.scales(), width), memory.array(norm.applied(zeros), width)));
    }

    private INDArray array(float[] values, Tensor like) {
        int[] shape = like.shape();
        return memory.array(values, shape[0], shape[1], shape[2], shape[3]);
    }

    private static float[] transposed(float[] values, int rows, int columns) {
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        return turned;
    }

    Convolution convolution(int block) {
        return convolutions.get(block);
    }

    /** hidden, flat */
    INDArray denseWeight() {
        return denseWeight;
    }

    @Override
    public ForwardChain chain() {
        return new Nd4jChain(net, this);
    }

    @Override
    public ServingKernels kernels() {
        return new ServingKernels(oneDnn.convolutions(), oneDnn + " (in ND4J)");
    }

    @Override
    public void prepareThread() {
        // OpenMP keeps this per thread: one core each, or their teams compete for the cores
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    @Override
    public void close() {
        memory.close();
    }
}
