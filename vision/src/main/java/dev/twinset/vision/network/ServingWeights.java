package dev.twinset.vision.network;

import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model's weights as the forward chain wants them: off-heap, batch normalisation folded in, shared by all threads,
 * which only read them.
 *
 * <p>Normalisation is {@code scale * x + shift} after training. Behind a max-pool it goes in front, into the
 * convolution's weights and bias: {@code scale * max(x) + shift = max(scale * x + shift)}. That holds only where scale
 * is positive; a block with any gamma of 0 or less keeps its normalisation after the pool. The dense layer has no pool
 * and is always folded.
 */
final class ServingWeights implements AutoCloseable {
    static final double EPSILON = 1e-5;

    private final Nd4jArrays memory = new Nd4jArrays();
    private final List<Convolution> convolutions = new ArrayList<>();
    private final INDArray denseWeight;
    private final FeatureHead.Weights head;

    /**
     * @param weight kernel, kernel, channels in, width
     * @param bias per channel; all zeros where not folded
     * @param after what is left to do after the pool; empty where folded
     */
    record Convolution(INDArray weight, INDArray bias, List<INDArray> after) {}

    ServingWeights(ModelBundle model) {
        CnnArchitecture net = model.architecture();
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            convolutions.add(convolution(model, block));
        }
        FoldedBatchNorm norm = FoldedBatchNorm.of(model, CnnArchitecture.BLOCKS, EPSILON);
        float[] weight = norm.scaled(model.tensor("dense.weight"));
        // one output after another: OpenBLAS multiplies 16 rows by it 1.5 times as fast as by the original order
        denseWeight = memory.array(transposed(weight, net.flat(), net.hidden()), net.hidden(), net.flat());
        head = FeatureHead.Weights.of(
                model, norm.applied(model.tensor("dense.bias").values()));
    }

    private Convolution convolution(ModelBundle model, int block) {
        Tensor weight = model.tensor("conv" + block + ".weight");
        FoldedBatchNorm norm = FoldedBatchNorm.of(model, block, EPSILON);
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

    FeatureHead.Weights head() {
        return head;
    }

    @Override
    public void close() {
        memory.close();
    }
}
