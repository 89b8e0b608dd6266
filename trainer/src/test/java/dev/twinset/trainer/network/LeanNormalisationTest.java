package dev.twinset.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

final class LeanNormalisationTest {
    private static final double EPSILON = 1e-5;
    private static final double DECAY = 0.9;

    @Test
    void itLearnsWhatTheFrameworksOwnLayersLearn() {
        MultiLayerNetwork own = network(true);
        MultiLayerNetwork lean = network(false);
        lean.setParams(own.params().dup());
        Nd4j.getRandom().setSeed(3);
        INDArray images = Nd4j.rand(DataType.FLOAT, 16, 12, 12, 3);
        INDArray labels = Nd4j.eye(16).getColumns(0, 1, 2, 3).castTo(DataType.FLOAT);
        INDArray start = own.params().dup();

        for (int step = 0; step < 5; step++) {
            own.fit(images, labels);
            lean.fit(images, labels);
        }

        // weights, running means and running variances
        assertThat(largest(own.params().sub(start))).isGreaterThan(1e-2);
        assertThat(largest(lean.params().sub(own.params()))).isCloseTo(0, within(1e-4));
        assertThat(largest(lean.output(images).sub(own.output(images)))).isCloseTo(0, within(1e-4));
    }

    private static double largest(INDArray array) {
        return array.amaxNumber().doubleValue();
    }

    /** Two of them, so that what goes back through the second counts as well. */
    private static MultiLayerNetwork network(boolean own) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.05))
                .list()
                .layer(convolution(16))
                .layer(normalisation(own));
        if (own) {
            layers.layer(rectifier());
        }
        layers.layer(convolution(8)).layer(normalisation(own));
        if (own) {
            layers.layer(rectifier());
        }
        MultiLayerNetwork network =
                new MultiLayerNetwork(layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                                .nOut(4)
                                .activation(Activation.SOFTMAX)
                                .build())
                        .setInputType(InputType.convolutional(12, 12, 3, CNN2DFormat.NHWC))
                        .build());
        network.init();
        return network;
    }

    private static BatchNormalization normalisation(boolean own) {
        return own
                ? new BatchNormalization.Builder()
                        .useLogStd(false)
                        .decay(DECAY)
                        .eps(EPSILON)
                        .dataFormat(CNN2DFormat.NHWC)
                        .build()
                : new LeanNormalisation(EPSILON, DECAY);
    }

    private static ActivationLayer rectifier() {
        return new ActivationLayer.Builder().activation(Activation.RELU).build();
    }

    private static ConvolutionLayer convolution(int width) {
        return new ConvolutionLayer.Builder(3, 3)
                .stride(2, 2)
                .padding(1, 1)
                .nOut(width)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .dataFormat(CNN2DFormat.NHWC)
                .build();
    }
}
