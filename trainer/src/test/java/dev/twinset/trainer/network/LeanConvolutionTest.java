package dev.twinset.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
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

final class LeanConvolutionTest {
    @Test
    void itLearnsWhatTheFrameworksOwnLayerLearns() {
        MultiLayerNetwork own = network(true);
        MultiLayerNetwork lean = network(false);
        lean.setParams(own.params().dup());
        INDArray start = own.params().dup();
        Nd4j.getRandom().setSeed(3);
        INDArray images = Nd4j.rand(DataType.FLOAT, 4, 12, 12, 3);
        INDArray labels = Nd4j.eye(4).castTo(DataType.FLOAT);

        assertThat(lean.output(images).sub(own.output(images)).amaxNumber().doubleValue())
                .isCloseTo(0, within(1e-6));
        for (int step = 0; step < 5; step++) {
            own.fit(images, labels);
            lean.fit(images, labels);
        }

        assertThat(own.params().sub(start).amaxNumber().doubleValue()).isGreaterThan(1e-3);
        assertThat(lean.params().sub(own.params()).amaxNumber().doubleValue()).isCloseTo(0, within(1e-5));
    }

    /** Two convolutions, so that what goes back to the first one counts as well. */
    private static MultiLayerNetwork network(boolean own) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.01))
                .list()
                .layer(convolution(5, 2, 8, own, true))
                .layer(convolution(3, 1, 6, own, false))
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(12, 12, 3, CNN2DFormat.NHWC))
                .build());
        network.init();
        return network;
    }

    private static ConvolutionLayer convolution(int kernel, int stride, int width, boolean own, boolean first) {
        ConvolutionLayer.Builder builder = new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(kernel / 2, kernel / 2)
                .convolutionMode(ConvolutionMode.Truncate)
                .nOut(width)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .dataFormat(CNN2DFormat.NHWC);
        return own ? builder.build() : new LeanConvolution(builder, first);
    }
}
