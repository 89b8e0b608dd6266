package dev.twinset.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.vision.Extraction;
import dev.twinset.vision.Models;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FeatureHeadTest {
    private static final List<ModelCard.Task> TASKS = List.of(
            new ModelCard.Task("kind", 1, List.of("a", "b", "c")),
            new ModelCard.Task("season", 1, List.of("dry", "wet")),
            new ModelCard.Task("colour", 1, List.of("red", "green", "blue", "grey")));

    private static final List<Double> SHARES = List.of(0.8, 0.0, 0.4);

    @Test
    void theScoreIsTheCosineOfTheHiddenLayerAndWhatTheClassesHaveInCommon() {
        ModelBundle whole = model(identity(24 + 3 + 4), 24 + 3 + 4);
        ReferenceNet reference = new ReferenceNet(whole);
        byte[] one = Models.pixels(Models.SMALL, new Random(1));
        byte[] other = Models.pixels(Models.SMALL, new Random(2));
        try (CnnForward forward = CnnForward.open(whole)) {
            forward.load(3, one, 0);
            forward.load(9, other, 0);
            forward.run();

            double[] a = reference.feature(one);
            double[] b = reference.feature(other);
            double expected = (cosine(a, b)
                            + 0.8 * inCommon(probabilities(whole, a, 0, 3), probabilities(whole, b, 0, 3))
                            + 0.4 * inCommon(probabilities(whole, a, 5, 9), probabilities(whole, b, 5, 9)))
                    / 2.2;
            assertThat(product(vector(forward, 3), vector(forward, 9))).isCloseTo(expected, within(1e-5));
            assertThat(product(vector(forward, 3), vector(forward, 3))).isCloseTo(1, within(1e-6));
            assertThat(forward.logits(3)).hasSize(9);
            double[] logits = logits(whole, a);
            for (int i = 0; i < 9; i++) {
                assertThat((double) forward.logits(3)[i]).isCloseTo(logits[i], within(1e-4));
            }
        }
    }

    @Test
    void theAxesTurnTheRowIntoTheFeature() {
        ModelBundle whole = model(identity(31), 31);
        float[] axes = new float[31 * 5];
        Random random = new Random(3);
        for (int i = 0; i < axes.length; i++) {
            axes[i] = (float) random.nextGaussian();
        }
        byte[] image = Models.pixels(Models.SMALL, new Random(4));
        float[] row = vector(whole, image);

        float[] feature = vector(model(axes, 5), image);

        double[] expected = new double[5];
        for (int i = 0; i < row.length; i++) {
            for (int axis = 0; axis < 5; axis++) {
                expected[axis] += (double) row[i] * axes[i * 5 + axis];
            }
        }
        double norm =
                Math.sqrt(Arrays.stream(expected).map(value -> value * value).sum());
        assertThat(feature).hasSize(5);
        for (int axis = 0; axis < 5; axis++) {
            assertThat((double) feature[axis]).isCloseTo(expected[axis] / norm, within(1e-5));
        }
    }

    @Test
    void theRuleMakesTheSameRowOfTheSameOutputs() {
        ModelBundle whole = model(identity(31), 31);
        ModelBundle hidden = Models.random(Models.SMALL, 6);
        byte[] image = Models.pixels(Models.SMALL, new Random(5));
        try (CnnForward forward = CnnForward.open(whole)) {
            forward.load(0, image, 0);
            forward.run();

            float[] row = whole.manifest().model().feature().row(vector(hidden, image), forward.logits(0), TASKS);

            float[] feature = vector(forward, 0);
            for (int i = 0; i < 31; i++) {
                assertThat(row[i] / Math.sqrt(2.2)).isCloseTo(feature[i], within(1e-6));
            }
        }
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        FeatureHead.Weights weights = new FeatureHead.Weights(
                new float[1],
                new float[][] {{1e30f, -1e30f}},
                new float[2],
                List.of(new FeatureRule.Slice(0, 2, 1)),
                3,
                3,
                new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});

        Extraction feature = new FeatureHead(1, weights).feature(new float[] {2}, 0);

        float half = (float) Math.sqrt(0.5);
        assertThat(((Extraction.Feature) feature).vector()).containsExactly(new float[] {half, half, 0}, within(1e-6f));
    }

    private static ModelBundle model(float[] axes, int dimension) {
        ModelBundle random = Models.random(Models.SMALL, 6);
        ModelCard card = random.manifest().model();
        Random numbers = new Random(7);
        Map<String, Tensor> weights = new LinkedHashMap<>(random.weights());
        weights.put("classes.weight", gaussian(numbers, 24, 9));
        weights.put("classes.bias", gaussian(numbers, 9));
        weights.put("feature.weight", new Tensor(new int[] {31, dimension}, axes));
        return ModelBundle.of(
                new ModelCard(
                        card.architecture(),
                        card.input(),
                        TASKS,
                        new FeatureRule(dimension, SHARES),
                        card.data(),
                        card.training(),
                        new TreeMap<>()),
                weights);
    }

    private static Tensor gaussian(Random random, int... shape) {
        float[] values = new float[Math.toIntExact(Tensor.size(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Tensor(shape, values);
    }

    private static float[] identity(int size) {
        float[] identity = new float[size * size];
        for (int i = 0; i < size; i++) {
            identity[i * size + i] = 1;
        }
        return identity;
    }

    private static double[] logits(ModelBundle model, double[] hidden) {
        float[] weight = model.tensor("classes.weight").values();
        double[] logits = new double[9];
        for (int j = 0; j < 9; j++) {
            logits[j] = model.tensor("classes.bias").values()[j];
            for (int i = 0; i < hidden.length; i++) {
                logits[j] += hidden[i] * weight[i * 9 + j];
            }
        }
        return logits;
    }

    private static double[] probabilities(ModelBundle model, double[] hidden, int from, int to) {
        double[] odds =
                Arrays.stream(logits(model, hidden), from, to).map(Math::exp).toArray();
        double sum = Arrays.stream(odds).sum();
        return Arrays.stream(odds).map(value -> value / sum).toArray();
    }

    private static double inCommon(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += Math.sqrt(one[i] * other[i]);
        }
        return sum;
    }

    private static double cosine(double[] one, double[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            ones += one[i] * one[i];
            others += other[i] * other[i];
        }
        return product / Math.sqrt(ones * others);
    }

    private static double product(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    private static float[] vector(ModelBundle model, byte[] image) {
        try (CnnForward forward = CnnForward.open(model)) {
            forward.load(0, image, 0);
            forward.run();
            return vector(forward, 0);
        }
    }

    private static float[] vector(CnnForward forward, int slot) {
        return ((Extraction.Feature) forward.outcome(slot)).vector();
    }
}
