package dev.twinset.trainer.network;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.guava.base.Preconditions;

/**
 * A convolution without bias or activation that calls oneDNN once forwards and once backwards. Deeplearning4j's own
 * layer runs the forward convolution again in its backward pass, for the activation's sake, and copies the whole input
 * at each call: a sixth of the training time of these networks.
 */
final class LeanConvolution extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;

    LeanConvolution(ConvolutionLayer.Builder builder) {
        super(builder);
        initializeConstraints(builder);
        Preconditions.checkArgument(!hasBias(), "a lean convolution has no bias");
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
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(params);
        layer.setParamTable(initializer().init(conf, params, initialize));
        layer.setConf(conf);
        return layer;
    }

    /** The layer at work; holds the helper's state, so one thread at a time. */
    private static final class Instance extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
        private static final long serialVersionUID = 1L;
        private static final String WEIGHT = ConvolutionParamInitializer.WEIGHT_KEY;

        @SuppressWarnings("serial") // never serialised: the trained weights leave as arrays
        private final MKLDNNConvHelper oneDnn;

        Instance(NeuralNetConfiguration conf, DataType type) {
            super(conf, type);
            oneDnn = new MKLDNNConvHelper(type);
        }

        @Override
        public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
            ConvolutionLayer shape = layerConf();
            return oneDnn.preOutput(
                    input,
                    getParam(WEIGHT),
                    null,
                    shape.getKernelSize(),
                    shape.getStride(),
                    shape.getPadding(),
                    null,
                    null,
                    shape.getConvolutionMode(),
                    shape.getDilation(),
                    shape.getCnn2dDataFormat(),
                    workspaces);
        }

        @Override
        public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
            ConvolutionLayer shape = layerConf();
            return oneDnn.backpropGradient(
                    input,
                    getParam(WEIGHT),
                    null,
                    epsilon,
                    shape.getKernelSize(),
                    shape.getStride(),
                    shape.getPadding(),
                    null,
                    gradientViews.get(WEIGHT),
                    null,
                    null,
                    null,
                    null,
                    shape.getConvolutionMode(),
                    shape.getDilation(),
                    shape.getCnn2dDataFormat(),
                    workspaces);
        }
    }
}
