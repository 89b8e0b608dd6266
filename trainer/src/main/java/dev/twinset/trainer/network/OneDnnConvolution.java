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
 * One convolution and its gradients for a batch of one size, computed by oneDNN on images in NHWC, as Deeplearning4j
 * holds them: no image is copied to another layout. One thread at a time.
 */
final class OneDnnConvolution implements AutoCloseable {
    /**
     * @param in height, width and channels of an input image
     * @param out the same of an output image
     */
    record Shape(long images, List<Long> in, List<Long> out, int kernel, int stride) {}

    private final Dnnl oneDnn = new Dnnl();
    private final Dnnl.Step pack;
    private final Dnnl.Step forward;
    private final Dnnl.Step packForInput;
    private final Dnnl.Step toInput;
    private final Dnnl.Step toWeights;
    private final Dnnl.Step unpack;
    private final FloatPointer packed;
    private final FloatPointer packedForInput;
    private final FloatPointer packedGradient;

    OneDnnConvolution(Shape shape) {
        dnnl_memory_desc in = images(shape.images(), shape.in());
        dnnl_memory_desc out = images(shape.images(), shape.out());
        long[] sizes = {shape.out().get(2), shape.in().get(2), shape.kernel(), shape.kernel()};
        dnnl_memory_desc plain = oneDnn.shape(dnnl.dnnl_oihw, sizes);
        dnnl_memory_desc any = oneDnn.shape(dnnl.dnnl_format_tag_any, sizes);
        int padding = shape.kernel() / 2;
        Dnnl.Operation convolution = oneDnn.trainedConvolution(in, any, out, shape.stride(), padding);
        Dnnl.Operation inputGradient = oneDnn.inputGradient(convolution, in, any, out, shape.stride(), padding);
        Dnnl.Operation weightGradient = oneDnn.weightGradient(convolution, in, any, out, shape.stride(), padding);
        dnnl_memory_desc weight = convolution.shape(Operand.WEIGHT);
        dnnl_memory_desc weightForInput = inputGradient.shape(Operand.WEIGHT);
        dnnl_memory_desc gradient = weightGradient.shape(Operand.WEIGHT_GRADIENT);
        packed = oneDnn.floats(weight);
        packedForInput = oneDnn.floats(weightForInput);
        packedGradient = oneDnn.floats(gradient);
        List<Operand> copy = List.of(Operand.INPUT, Operand.OUTPUT);
        pack = oneDnn.reorder(plain, weight).on(copy);
        packForInput = oneDnn.reorder(plain, weightForInput).on(copy);
        unpack = oneDnn.reorder(gradient, plain).on(copy);
        forward = convolution.on(List.of(Operand.INPUT, Operand.WEIGHT, Operand.OUTPUT));
        toInput = inputGradient.on(List.of(Operand.OUTPUT_GRADIENT, Operand.WEIGHT, Operand.INPUT_GRADIENT));
        toWeights = weightGradient.on(List.of(Operand.INPUT, Operand.OUTPUT_GRADIENT, Operand.WEIGHT_GRADIENT));
    }

    private dnnl_memory_desc images(long count, List<Long> size) {
        return oneDnn.shape(dnnl.dnnl_nhwc, count, size.get(2), size.get(0), size.get(1));
    }

    /**
     * @param input images in NHWC, of order c without gaps, as all arrays here
     * @param weight output channels, input channels, height, width
     * @param output overwritten
     */
    void run(INDArray input, INDArray weight, INDArray output) {
        pack.with(pointer(weight), packed).run();
        forward.with(pointer(input), packed, pointer(output)).run();
    }

    /** @param inputGradient overwritten */
    void toInput(INDArray outputGradient, INDArray weight, INDArray inputGradient) {
        packForInput.with(pointer(weight), packedForInput).run();
        toInput.with(pointer(outputGradient), packedForInput, pointer(inputGradient))
                .run();
    }

    /** @param weightGradient overwritten */
    void toWeights(INDArray input, INDArray outputGradient, INDArray weightGradient) {
        toWeights.with(pointer(input), pointer(outputGradient), packedGradient).run();
        unpack.with(packedGradient, pointer(weightGradient)).run();
    }

    private static Pointer pointer(INDArray array) {
        return array.data().addressPointer();
    }

    @Override
    public void close() {
        oneDnn.close();
    }
}
