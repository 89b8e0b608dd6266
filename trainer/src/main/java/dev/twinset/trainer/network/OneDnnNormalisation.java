package dev.twinset.trainer.network;

import dev.twinset.vision.network.Dnnl;
import dev.twinset.vision.network.Dnnl.Operand;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation with a rectifier behind it, and its gradients, for a batch of one size, computed by oneDNN on
 * images in NHWC. One thread at a time.
 */
final class OneDnnNormalisation implements AutoCloseable {
    private final Dnnl oneDnn = new Dnnl();
    private final Dnnl.Step train;
    private final Dnnl.Step answer;
    private final Dnnl.Step back;
    private final FloatPointer mean;
    private final FloatPointer variance;
    private final FloatPointer workspace;

    /** @param shape images, height, width, channels */
    OneDnnNormalisation(List<Long> shape, double epsilon) {
        long channels = shape.get(3);
        dnnl_memory_desc images = oneDnn.shape(dnnl.dnnl_nhwc, shape.get(0), channels, shape.get(1), shape.get(2));
        Dnnl.Operation trained = oneDnn.normalisation(images, channels, (float) epsilon, true);
        train = trained.on(List.of(
                Operand.INPUT,
                Operand.SCALE,
                Operand.SHIFT,
                Operand.OUTPUT,
                Operand.MEAN,
                Operand.VARIANCE,
                Operand.WORKSPACE));
        answer = oneDnn.normalisation(images, channels, (float) epsilon, false)
                .on(List.of(
                        Operand.INPUT, Operand.SCALE, Operand.SHIFT, Operand.OUTPUT, Operand.MEAN, Operand.VARIANCE));
        back = oneDnn.normalisationGradient(trained, images, channels, (float) epsilon)
                .on(List.of(
                        Operand.INPUT,
                        Operand.OUTPUT_GRADIENT,
                        Operand.SCALE,
                        Operand.MEAN,
                        Operand.VARIANCE,
                        Operand.WORKSPACE,
                        Operand.INPUT_GRADIENT,
                        Operand.SCALE_GRADIENT,
                        Operand.SHIFT_GRADIENT));
        mean = oneDnn.floats(channels);
        variance = oneDnn.floats(channels);
        workspace = oneDnn.floats(trained.shape(Operand.WORKSPACE));
    }

    /** By the batch's own mean and variance, which stay for {@link #back}. All arrays of order c without gaps. */
    void train(INDArray input, INDArray scale, INDArray shift, INDArray output) {
        train.with(pointer(input), pointer(scale), pointer(shift), pointer(output), mean, variance, workspace)
                .run();
    }

    /** By a mean and variance that are given. */
    void answer(INDArray input, INDArray scale, INDArray shift, INDArray mean, INDArray variance, INDArray output) {
        answer.with(pointer(input), pointer(scale), pointer(shift), pointer(output), pointer(mean), pointer(variance))
                .run();
    }

    /** Of the last batch trained; the gradients are overwritten. */
    void back(
            INDArray input,
            INDArray outputGradient,
            INDArray scale,
            INDArray inputGradient,
            INDArray scaleGradient,
            INDArray shiftGradient) {
        back.with(
                        pointer(input),
                        pointer(outputGradient),
                        pointer(scale),
                        mean,
                        variance,
                        workspace,
                        pointer(inputGradient),
                        pointer(scaleGradient),
                        pointer(shiftGradient))
                .run();
    }

    /** Of the last batch trained, channel by channel. */
    float mean(int channel) {
        return mean.get(channel);
    }

    /** Of the last batch trained, over its number of values, not one less. */
    float variance(int channel) {
        return variance.get(channel);
    }

    private static Pointer pointer(INDArray array) {
        return array.data().addressPointer();
    }

    @Override
    public void close() {
        oneDnn.close();
    }
}
