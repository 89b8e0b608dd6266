package dev.twinset.vision.network;

import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.Tensor;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The same network in Deeplearning4j's own layers, nothing folded and nothing moved: slow and obvious. */
public final class ReferenceNet {
    private final CnnArchitecture shape;
    private final InputRule rule;
    private final MultiLayerNetwork net;

    ReferenceNet(ModelBundle model) {
        this.shape = model.architecture();
        this.rule = model.manifest().model().input();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().list();
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            layers.layer(convolution(block))
                    .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                            .kernelSize(2, 2)
                            .stride(2, 2)
                            .dataFormat(CNN2DFormat.NHWC)
                            .build())
                    .layer(new BatchNormalization.Builder()
                            .useLogStd(false)
                            .eps(1e-5)
                            .dataFormat(CNN2DFormat.NHWC)
                            .build())
                    .layer(relu());
        }
        layers.layer(new DenseLayer.Builder()
                        .nOut(shape.hidden())
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization.Builder()
                        .useLogStd(false)
                        .eps(1e-5)
                        .build())
                .layer(relu());
        this.net = new MultiLayerNetwork(
                layers.setInputType(InputType.convolutional(shape.side(), shape.side(), 3, CNN2DFormat.NHWC))
                        .build());
        net.init();
        copyWeights(model);
    }

    private ConvolutionLayer convolution(int block) {
        int kernel = shape.kernels().get(block);
        int stride = shape.strides().get(block);
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(shape.widths().get(block))
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .dataFormat(CNN2DFormat.NHWC)
                .build();
    }

    private static ActivationLayer relu() {
        return new ActivationLayer.Builder().activation(Activation.RELU).build();
    }

    private void copyWeights(ModelBundle model) {
        for (int block = 0; block < CnnArchitecture.BLOCKS; block++) {
            Tensor weight = model.tensor("conv" + block + ".weight");
            net.getParam(4 * block + "_W")
                    .assign(Nd4j.createFromArray(weight.values())
                            .reshape(weight.shape())
                            .permute(3, 2, 0, 1));
            copyNorm(model, block, 4 * block + 2);
        }
        Tensor dense = model.tensor("dense.weight");
        net.getParam("12_W").assign(Nd4j.createFromArray(dense.values()).reshape(dense.shape()));
        net.getParam("12_b").assign(row(model, "dense.bias"));
        copyNorm(model, CnnArchitecture.BLOCKS, 13);
    }

    private void copyNorm(ModelBundle model, int norm, int layer) {
        Map<String, String> names = Map.of("gamma", "gamma", "beta", "beta", "mean", "mean", "var", "variance");
        names.forEach(
                (theirs, ours) -> net.getParam(layer + "_" + theirs).assign(row(model, "norm" + norm + "." + ours)));
    }

    private static INDArray row(ModelBundle model, String name) {
        float[] values = model.tensor(name).values();
        return Nd4j.createFromArray(values).reshape(1, values.length);
    }

    /** Features as the network gives them, before they become unit vectors. */
    double[] feature(byte[] rgb) {
        float[] input = new float[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            input[i] = (float) (((rgb[i] & 0xff) / 255.0 - rule.mean().get(i % 3))
                    / rule.std().get(i % 3));
        }
        return net.output(Nd4j.createFromArray(input).reshape(1, shape.side(), shape.side(), 3))
                .reshape(shape.hidden())
                .toDoubleVector();
    }
}
