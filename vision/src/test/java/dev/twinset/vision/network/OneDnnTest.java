package dev.twinset.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.twinset.vision.network.OneDnn.Comparison;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Where ND4J comes with oneDNN, it must run: all other tests would pass without it, at a tenth of the speed. */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
final class OneDnnTest {
    @Test
    void convolutionsRunInOneDnn() {
        OneDnn oneDnn = OneDnn.check();

        assertThat(oneDnn.convolutions()).isTrue();
        assertThat(oneDnn.layers()).isTrue();
        assertThat(oneDnn.gain()).isGreaterThan(1.5);
        assertThat(oneDnn.toString()).matches("oneDNN live: convolutions are [0-9.]+ times as fast as without");
        assertThatCode(oneDnn::require).doesNotThrowAnyException();
    }

    @Test
    void equalBitsOrEqualTimesDoNotProveThatItIsOff() {
        assertThat(OneDnn.judge(true, true, 8).convolutions()).isTrue();
        assertThat(OneDnn.judge(false, true, 1.2).convolutions()).isTrue();
        assertThat(OneDnn.judge(true, true, 1.2).convolutions()).isFalse();
        assertThat(OneDnn.judge(true, true, 1.2).layers()).isFalse();
    }

    @Test
    void aBusyMomentProvesNothing() {
        Iterator<Comparison> held = List.of(new Comparison(true, 9_000, 10_000), new Comparison(true, 1_200, 30_000))
                .iterator();
        assertThat(OneDnn.judge(held::next, true).convolutions()).isTrue();

        Random busy = new Random(1);
        assertThat(OneDnn.judge(
                                () -> new Comparison(
                                        true, 10_000 + busy.nextInt(19_000), 10_000 + busy.nextInt(19_000)),
                                true)
                        .convolutions())
                .isFalse();
    }

    @Test
    void theTrainersConvolutionHasItsHelper() {
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .dataFormat(CNN2DFormat.NHWC)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 3, CNN2DFormat.NHWC))
                .build());
        net.init();

        assertThat(net.getLayer(0).getHelper()).isNotNull();
    }

    @Test
    void whatIsNotLiveSaysWhatToDo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new OneDnn(false, false, 1).require())
                .withMessageContaining("classifier linux-x86_64-onednn");
        assertThatIllegalStateException()
                .isThrownBy(() -> new OneDnn(true, false, 9).require())
                .withMessageContaining("-Dorg.eclipse.deeplearning4j.helpers.disable=false");
    }
}
