package dev.twinset.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.Models;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.image.ImageFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CnnForwardTest {
    private static final String ND4J = "asked for";

    static List<Arguments> models() {
        String obstacle = Dnnl.obstacle(Dnnl::instructions);
        return List.of(
                Arguments.of("small", Models.random(Models.SMALL, 1), obstacle),
                Arguments.of("small, gammas from -0.5 to 0.5", Models.random(Models.SMALL, 2, -0.5f), obstacle),
                Arguments.of("S", Models.random(CnnArchitecture.S, 3), obstacle),
                Arguments.of("L", Models.random(CnnArchitecture.L, 4), obstacle),
                Arguments.of("L, gammas from -0.5 to 0.5", Models.random(CnnArchitecture.L, 5, -0.5f), obstacle),
                Arguments.of("small in ND4J", Models.random(Models.SMALL, 1), ND4J),
                Arguments.of("L in ND4J, gammas from -0.5 to 0.5", Models.random(CnnArchitecture.L, 5, -0.5f), ND4J));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void theChainGivesWhatTheLayersGive(String name, ModelBundle model, @Nullable String obstacle) {
        Random random = new Random(6);
        ReferenceNet reference = new ReferenceNet(model);
        try (ServingWeights weights = ServingWeights.open(model, obstacle);
                CnnForward forward = new CnnForward(model, weights)) {
            List<byte[]> images = new ArrayList<>();
            for (int slot = 0; slot < CnnForward.BATCH; slot++) {
                images.add(Models.pixels(model.architecture(), random));
                forward.load(slot, images.get(slot), 0);
            }
            forward.run();
            for (int slot = 0; slot < CnnForward.BATCH; slot++) {
                assertSame(reference.feature(images.get(slot)), vector(forward, slot));
            }
        }
    }

    private static void assertSame(double[] expected, float[] actual) {
        double norm =
                Math.sqrt(DoubleStream.of(expected).map(value -> value * value).sum());
        double largest = DoubleStream.of(expected).max().orElseThrow() / norm;
        assertThat(norm).isPositive();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i] / norm, within(1e-4 * largest));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void bitsDependOnlyOnTheImage(String name, ModelBundle model, @Nullable String obstacle) {
        Random random = new Random(7);
        byte[] image = Models.pixels(model.architecture(), random);
        byte[] black = new byte[image.length];
        try (ServingWeights weights = ServingWeights.open(model, obstacle);
                CnnForward forward = new CnnForward(model, weights);
                CnnForward other = new CnnForward(model, weights)) {
            other.load(0, image, 0);
            other.run();
            float[] expected = vector(other, 0);
            for (int slot = 0; slot < CnnForward.BATCH; slot++) {
                for (int round = 0; round < 2; round++) {
                    for (int neighbour = 0; neighbour < CnnForward.BATCH; neighbour++) {
                        forward.load(neighbour, round == 0 ? Models.pixels(model.architecture(), random) : black, 0);
                    }
                    forward.load(slot, image, 0);
                    forward.run();
                    // isEqualTo on float[] compares bits, 0.0 and -0.0 included
                    assertThat(vector(forward, slot)).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void featuresAreUnitVectors() {
        ModelBundle model = Models.random(Models.SMALL, 8);
        try (CnnForward forward = CnnForward.open(model)) {
            forward.load(0, Models.pixels(model.architecture(), new Random(9)), 0);
            forward.run();
            double squares = 0;
            for (float value : vector(forward, 0)) {
                assertThat(value).isNotNegative().isFinite();
                squares += (double) value * value;
            }
            assertThat(squares).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void imagesAreReadFromTheirPosition() {
        ModelBundle model = Models.random(Models.SMALL, 10);
        byte[] image = Models.pixels(model.architecture(), new Random(11));
        byte[] shifted = new byte[image.length + 5];
        System.arraycopy(image, 0, shifted, 5, image.length);
        try (CnnForward forward = CnnForward.open(model)) {
            forward.load(2, image, 0);
            forward.load(3, shifted, 5);
            forward.run();
            assertThat(vector(forward, 3)).isEqualTo(vector(forward, 2));
        }
    }

    @Test
    void aFeatureWithoutDirectionIsRefused() {
        FeatureHead head = new FeatureHead(1, hiddenOnly(-1, -1));

        assertThat(head.feature(new float[] {1, 0}, 0))
                .isEqualTo(new Extraction.Refused(
                        ImageFault.ZERO_NORM, "feature has norm 0.0, expected more than 1.0E-6"));
    }

    @Test
    void aFeatureThatIsNotFiniteIsRefused() {
        FeatureHead head = new FeatureHead(2, hiddenOnly(0, 0));

        assertThat(head.feature(new float[] {1, 1, Float.NaN, 1}, 0))
                .isEqualTo(new Extraction.Refused(
                        ImageFault.NON_FINITE, "feature holds NaN at 1, expected finite numbers"));
        assertThat(head.feature(new float[] {1, 1, Float.NaN, 1}, 1)).isInstanceOf(Extraction.Feature.class);
        assertThat(head.feature(new float[] {1, Float.NEGATIVE_INFINITY, 1, 1}, 1))
                .isInstanceOf(Extraction.Refused.class);
    }

    private static FeatureHead.Weights hiddenOnly(float... bias) {
        return new FeatureHead.Weights(
                bias, new float[bias.length][1], new float[1], List.of(), bias.length, bias.length, null);
    }

    private static float[] vector(CnnForward forward, int slot) {
        return ((Extraction.Feature) forward.outcome(slot)).vector();
    }
}
