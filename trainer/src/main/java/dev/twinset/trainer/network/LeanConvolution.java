package dev.twinset.trainer.network;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.shade.guava.base.Preconditions;

/**
 * A square convolution without bias or activation, padded by half its kernel, on images in NHWC. Deeplearning4j's own
 * layer copies each image into other layouts and back, runs the forward convolution again in its backward pass, and
 * computes the gradient of the images too: more than half of the training time of these networks.
 */
final class LeanConvolution extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;

    private final boolean first;

    /** @param first whether its input is the image, of which no gradient is needed */
    LeanConvolution(ConvolutionLayer.Builder builder, boolean first) {
        super(builder);
        initializeConstraints(builder);
        Preconditions.checkArgument(!hasBias(), "a lean convolution has no bias");
        this.first = first;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params,
            boolean initialize,
            DataType type) {
        Instance layer = new Instance(conf, type);
        prepare(layer, conf, listeners, index, params);
        layer.setParamTable(initializer().init(conf, params, initialize));
        return layer;
    }

    /** What Deeplearning4j expects of a layer but its parameters. */
    static void prepare(
            Layer layer,
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray params) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(params);
        layer.setConf(conf);
    }

    /** Without gaps and in order, so that oneDNN reads it where it is. */
    static INDArray plain(INDArray array) {
        boolean plain = array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
        return plain ? array : array.dup('c');
    }

    /** The layer at work; holds oneDNN's memory, so one thread at a time. */
    private final class Instance extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private static final long serialVersionUID = 1L;
        private static final String WEIGHT = ConvolutionParamInitializer.WEIGHT_KEY;

        @SuppressWarnings("serial") // never serialised: the trained weights leave as arrays
        private final Map<OneDnnConvolution.Shape, OneDnnConvolution> convolutions = new HashMap<>();

        Instance(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            OneDnnConvolution.Shape shape = shape();
            INDArray output = workspaces.createUninitialized(
                    ArrayType.ACTIVATIONS, input.dataType(), sizes(shape.images(), shape.out()), 'c');
            convolution(shape).run(plain(input), getParam(WEIGHT), output);
            return output;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            OneDnnConvolution.Shape shape = shape();
            OneDnnConvolution convolution = convolution(shape);
            INDArray outputGradient = plain(epsilon);
            INDArray weightGradient = requireNonNull(gradientViews.get(WEIGHT), "no gradient to write to");
            convolution.toWeights(plain(input), outputGradient, weightGradient);
            Gradient gradient = new DefaultGradient();
            gradient.setGradientFor(WEIGHT, weightGradient, 'c');
            INDArray inputGradient = workspaces.createUninitialized(
                    ArrayType.ACTIVATION_GRAD, input.dataType(), sizes(shape.images(), shape.in()), 'c');
            if (!first) {
                convolution.toInput(outputGradient, getParam(WEIGHT), inputGradient);
            }
            return new Pair<>(gradient, inputGradient);
        }

        private OneDnnConvolution convolution(OneDnnConvolution.Shape shape) {
            return convolutions.computeIfAbsent(shape, OneDnnConvolution::new);
        }

        private OneDnnConvolution.Shape shape() {
            int kernel = getKernelSize()[0];
            int stride = getStride()[0];
            long height = input.size(1);
            long width = input.size(2);
            return new OneDnnConvolution.Shape(
                    input.size(0),
                    List.of(height, width, getNIn()),
                    List.of((height - 1) / stride + 1, (width - 1) / stride + 1, getNOut()),
                    kernel,
                    stride);
        }

        private static long[] sizes(long images, List<Long> image) {
            return new long[] {images, image.get(0), image.get(1), image.get(2)};
        }

        @Override
        public void close() {
            convolutions.values().forEach(OneDnnConvolution::close);
            convolutions.clear();
        }
    }
}
