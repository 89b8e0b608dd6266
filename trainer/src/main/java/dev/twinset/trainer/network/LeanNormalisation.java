package dev.twinset.trainer.network;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation of images in NHWC, and a rectifier behind it. Deeplearning4j's own layers take the mean and the
 * variance in passes of their own and copy the images for the rectifier: a fifth of the training time of these
 * networks.
 */
final class LeanNormalisation extends BatchNormalization {
    private static final long serialVersionUID = 1L;

    /** @param decay how much of the running mean and variance a batch leaves */
    LeanNormalisation(double epsilon, double decay) {
        setEps(epsilon);
        setDecay(decay);
        setUseLogStd(false);
        setCnn2DFormat(CNN2DFormat.NHWC);
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
        LeanConvolution.prepare(layer, conf, listeners, index, params);
        layer.setParamTable(initializer().init(conf, params, initialize));
        return layer;
    }

    /** The layer at work; holds oneDNN's memory, so one thread at a time. */
    private final class Instance extends org.deeplearning4j.nn.layers.normalization.BatchNormalization {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never serialised: the trained weights leave as arrays
        private final Map<List<Long>, OneDnnNormalisation> normalisations = new HashMap<>();

        Instance(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            INDArray output =
                    workspaces.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), input.shape(), 'c');
            INDArray scale = getParam(BatchNormalizationParamInitializer.GAMMA);
            INDArray shift = getParam(BatchNormalizationParamInitializer.BETA);
            INDArray plain = LeanConvolution.plain(input);
            if (training) {
                normalisation().train(plain, scale, shift, output);
            } else {
                INDArray mean = getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN);
                INDArray variance = getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
                normalisation().answer(plain, scale, shift, mean, variance, output);
            }
            return output;
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            INDArray inputGradient =
                    workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, input.dataType(), input.shape(), 'c');
            OneDnnNormalisation normalisation = normalisation();
            normalisation.back(
                    LeanConvolution.plain(input),
                    LeanConvolution.plain(epsilon),
                    getParam(BatchNormalizationParamInitializer.GAMMA),
                    inputGradient,
                    gradient(BatchNormalizationParamInitializer.GAMMA),
                    gradient(BatchNormalizationParamInitializer.BETA));
            moveRunning(normalisation);
            Gradient gradient = new DefaultGradient();
            gradientViews.forEach(gradient::setGradientFor);
            return new Pair<>(gradient, inputGradient);
        }

        /** Deeplearning4j subtracts these two as if they were gradients, at a rate of 1. */
        private void moveRunning(OneDnnNormalisation batch) {
            INDArray mean = getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN);
            INDArray variance = getParam(BatchNormalizationParamInitializer.GLOBAL_VAR);
            INDArray meanStep = gradient(BatchNormalizationParamInitializer.GLOBAL_MEAN);
            INDArray varianceStep = gradient(BatchNormalizationParamInitializer.GLOBAL_VAR);
            double share = 1 - getDecay();
            for (int i = 0; i < mean.length(); i++) {
                meanStep.putScalar(i, share * (mean.getFloat(i) - batch.mean(i)));
                varianceStep.putScalar(i, share * (variance.getFloat(i) - batch.variance(i)));
            }
        }

        private INDArray gradient(String name) {
            return requireNonNull(gradientViews.get(name), "no gradient to write to");
        }

        private OneDnnNormalisation normalisation() {
            List<Long> shape = LongStream.of(input.shape()).boxed().toList();
            return normalisations.computeIfAbsent(shape, each -> new OneDnnNormalisation(each, getEps()));
        }

        @Override
        public void close() {
            normalisations.values().forEach(OneDnnNormalisation::close);
            normalisations.clear();
        }
    }
}
