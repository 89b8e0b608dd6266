package dev.twinset.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.Models;
import dev.twinset.vision.bundle.CnnArchitecture;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.memory.NativeUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DnnlChainTest {
    /** {@code mvn -pl vision test -Dtest=DnnlChainTest -Dplacements=10000} is the whole; this is a sample. */
    private static final int PLACEMENTS = Integer.getInteger("placements", 40);

    private static final CnnArchitecture ALL_WAYS =
            new CnnArchitecture("all ways", 66, List.of(17, 24, 40), List.of(5, 5, 3), List.of(1, 1, 1), 32);

    @BeforeEach
    void needsOneDnn() {
        assumeTrue(Dnnl.obstacle(Dnnl::instructions) == null, "oneDNN runs here");
    }

    @Test
    void eachConvolutionHasTheWayOfItsShape() {
        assertThat(DnnlChain.describe(CnnArchitecture.L)).isEqualTo("direct, Winograd 4x4, Winograd 6x6");
        assertThat(DnnlChain.describe(CnnArchitecture.S)).isEqualTo("direct, Winograd 4x4, Winograd 6x6");
        assertThat(DnnlChain.describe(Models.SMALL)).isEqualTo("direct, direct, direct");
        assertThat(DnnlChain.describe(ALL_WAYS)).isEqualTo("direct, Winograd 4x4, Winograd 4x4");
        assertThat(DnnlChain.describe(new CnnArchitecture(
                        "strides, kernels", 96, List.of(32, 32, 32), List.of(3, 3, 7), List.of(1, 2, 1), 8)))
                .isEqualTo("direct, direct, direct");
        assertThat(DnnlChain.describe(new CnnArchitecture(
                        "large", 512, List.of(512, 512, 512), List.of(3, 3, 3), List.of(1, 1, 1), 8)))
                .isEqualTo("direct, direct, direct");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anyNetworkGivesWhatPlainLoopsAndTheChainOfNd4jGive(long seed) {
        Random random = new Random(seed);
        CnnArchitecture net = any(random);
        // every other one has normalisations that turn the sign
        ModelBundle model = Models.random(net, seed, seed % 2 == 0 ? 0.5f : -0.5f);
        PlainNet plain = new PlainNet(model);
        byte[][] images = new byte[CnnForward.BATCH][];
        float[] actual = new float[CnnForward.BATCH * net.hidden()];
        float[] nd4j = new float[actual.length];
        try (ServingWeights weights = ServingWeights.open(model);
                ServingWeights others = ServingWeights.open(model, "asked for");
                CnnForward forward = new CnnForward(model, weights);
                ForwardChain chain = weights.chain();
                ForwardChain other = others.chain()) {
            assertThat(forward.kernels().description()).startsWith("oneDNN ").endsWith(DnnlChain.describe(net));
            float[] pixels = new float[net.side() * net.side() * 3];
            for (int slot = 0; slot < images.length; slot++) {
                images[slot] = Models.pixels(net, random);
                for (int i = 0; i < pixels.length; i++) {
                    pixels[i] = model.manifest().model().input().table(i % 3)[images[slot][i] & 0xff];
                }
                for (ForwardChain each : List.of(chain, other)) {
                    each.input().position((long) slot * pixels.length).put(pixels, 0, pixels.length);
                }
            }
            chain.run(images.length, actual);
            other.run(images.length, nd4j);
        }
        for (int slot = 0; slot < images.length; slot++) {
            double[] ours = ofSlot(actual, slot, net.hidden());
            assertThat(cosine(ours, ofSlot(nd4j, slot, net.hidden())))
                    .as(net + ", " + slot)
                    .isGreaterThan(0.999999);
            if (slot % 5 == 0) {
                double[] exact = plain.sums(images[slot]);
                assertThat(cosine(ours, exact)).as(net + ", " + slot).isGreaterThan(0.999999);
                assertThat(length(ours) / length(exact)).isBetween(0.9999, 1.0001);
            }
        }
    }

    private static CnnArchitecture any(Random random) {
        return new CnnArchitecture(
                "any",
                40 + random.nextInt(30),
                List.of(12 + random.nextInt(40), 12 + random.nextInt(40), 12 + random.nextInt(40)),
                List.of(1 + 2 * random.nextInt(4), 3 + 2 * random.nextInt(2), 3 + 2 * random.nextInt(3)),
                List.of(1 + random.nextInt(2), 1, 1 + random.nextInt(5) / 4),
                8 + random.nextInt(60));
    }

    private static double[] ofSlot(float[] sums, int slot, int hidden) {
        double[] values = new double[hidden];
        Arrays.setAll(values, i -> sums[i * CnnForward.BATCH + slot]);
        return values;
    }

    private static double cosine(double[] a, double[] b) {
        return product(a, b) / length(a) / length(b);
    }

    private static double length(double[] a) {
        return Math.sqrt(product(a, a));
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(strings = {"L", "S", "small", "all ways"})
    void bitsDependNeitherOnTheSlotNorOnTheNeighbours(String name) {
        CnnArchitecture net = switch (name) {
            case "L" -> CnnArchitecture.L;
            case "S" -> CnnArchitecture.S;
            case "small" -> Models.SMALL;
            default -> ALL_WAYS;
        };
        ModelBundle model = Models.random(net, 3);
        Random random = new Random(4);
        byte[] image = Models.pixels(net, random);
        try (CnnForward forward = CnnForward.open(model)) {
            forward.load(0, image, 0);
            forward.run(1);
            float[] expected = vector(forward, 0);
            for (int placement = 0; placement < PLACEMENTS; placement++) {
                int slot = random.nextInt(CnnForward.BATCH);
                int images = slot + 1 + random.nextInt(CnnForward.BATCH - slot);
                byte[] flat = new byte[image.length];
                Arrays.fill(flat, (byte) random.nextInt());
                for (int neighbour = 0; neighbour < images; neighbour++) {
                    // mostly those of the last round stay
                    if (random.nextInt(4) == 0) {
                        forward.load(neighbour, random.nextBoolean() ? Models.pixels(net, random) : flat, 0);
                    }
                }
                forward.load(slot, image, 0);
                forward.run(images);
                // isEqualTo on float[] compares bits, 0.0 and -0.0 included
                assertThat(vector(forward, slot))
                        .as("slot " + slot + " of " + images)
                        .isEqualTo(expected);
            }
        }
    }

    private static float[] vector(CnnForward forward, int slot) {
        return ((Extraction.Feature) forward.outcome(slot)).vector();
    }

    @Test
    void chainsOfOneModelShareItsWeightsAndCloseFreesAll() {
        ModelBundle model = Models.random(CnnArchitecture.L, 5);
        long before = NativeUsage.now().network();
        ServingWeights weights = ServingWeights.open(model);
        ForwardChain first = weights.chain();
        long one = NativeUsage.now().network() - before;
        ForwardChain second = weights.chain();
        long another = NativeUsage.now().network() - before - one;
        second.close();
        first.close();
        weights.close();

        // of the dense layer alone: 6,912 x 256 floats
        assertThat(one - another).isGreaterThan(6_912 * 256 * 4);
        assertThat(NativeUsage.now().network()).isEqualTo(before);
    }

    @Test
    void aClosedNetworkRefusesToRun() {
        CnnForward forward = CnnForward.open(Models.random(Models.SMALL, 6));
        forward.close();
        forward.close();

        assertThatIllegalStateException().isThrownBy(forward::run).withMessage("the network is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> forward.load(0, new byte[37 * 37 * 3], 0))
                .withMessage("the network is closed");
    }
}
