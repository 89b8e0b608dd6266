package dev.twinset.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.vision.Explanation;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.Models;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FeatureExplainerTest {
    private static final List<ModelCard.Task> TASKS = List.of(
            new ModelCard.Task("articleType", 1, List.of("shirt", "shoe", "bag")),
            new ModelCard.Task("season", 1, List.of("dry", "wet")),
            new ModelCard.Task("baseColour", 1, List.of("red", "green", "blue", "grey")));
    private static final int HIDDEN = 24;
    private static final int INPUTS = HIDDEN + 3 + 4;

    @Test
    void thePartsAreTheProductsOfWhatTheFeatureIsMadeOfAndAddUpToTheCosine() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int dimension = 3 + random.nextInt(INPUTS - 3);
            float[] axes = orthonormal(dimension, random);
            FeatureExplainer explainer = FeatureExplainer.of(model(axes, dimension));
            for (int pair = 0; pair < 20; pair++) {
                float[] a = unit(dimension, random);
                float[] b = unit(dimension, random);

                Explanation explanation = explainer.explain(a, b);

                assertThat(explanation.parts()).containsOnlyKeys("look", "articletype", "basecolour");
                assertThat(List.copyOf(explanation.parts().keySet()))
                        .containsExactly("look", "articletype", "basecolour");
                double[] rowA = row(axes, a);
                double[] rowB = row(axes, b);
                assertPart(explanation, "look", product(rowA, rowB, 0, HIDDEN));
                assertPart(explanation, "articletype", product(rowA, rowB, HIDDEN, HIDDEN + 3));
                assertPart(explanation, "basecolour", product(rowA, rowB, HIDDEN + 3, INPUTS));
                assertThat(sum(explanation)).isCloseTo(cosine(a, b), within(1e-6));
                assertThat(explainer.explain(a, List.of(a, b)).get(1)).isEqualTo(explanation);
            }
        }
    }

    @Test
    void theBuiltInModelKnowsLookKindGenderColourAndTag() {
        ModelBundle standard = ModelBundle.standard();
        FeatureExplainer explainer = FeatureExplainer.of(standard);
        int dimension = standard.manifest().dimension();
        Random random = new Random(1);
        for (int pair = 0; pair < 200; pair++) {
            float[] a = unit(dimension, random);
            float[] b = unit(dimension, random);

            Explanation explanation = explainer.explain(a, b);

            assertThat(List.copyOf(explanation.parts().keySet()))
                    .containsExactly("look", "articletype", "gender", "basecolour", "label");
            assertThat(sum(explanation)).isCloseTo(cosine(a, b), within(1e-6));
            int hidden = standard.architecture().hidden();
            float[] axes = standard.tensor("feature.weight").values();
            assertPart(explanation, "look", product(row(axes, a), row(axes, b), 0, hidden));
        }
        assertThat(explainer.greatest().values().stream()
                        .mapToDouble(part -> part)
                        .sum())
                .isCloseTo(1, within(1e-12));
        assertThat(explainer.greatest()).containsOnlyKeys("look", "articletype", "gender", "basecolour", "label");
    }

    @Test
    void anImageLooksLikeTheClassThatTheNetworkGivesItMost() {
        ModelBundle model = model(identity(), INPUTS);
        FeatureExplainer explainer = FeatureExplainer.of(model);
        Random random = new Random(2);
        try (CnnForward forward = CnnForward.open(model)) {
            for (int slot = 0; slot < CnnForward.BATCH; slot++) {
                forward.load(slot, Models.pixels(Models.SMALL, random), 0);
            }
            forward.run();
            for (int slot = 0; slot < CnnForward.BATCH; slot++) {
                float[] logits = forward.logits(slot);
                float[] feature = ((Extraction.Feature) forward.outcome(slot)).vector();
                assertThat(explainer.looksLike(feature))
                        .isEqualTo(Map.of(
                                "articletype",
                                TASKS.get(0).classes().get(greatest(logits, 0, 3)),
                                "basecolour",
                                TASKS.get(2).classes().get(greatest(logits, 5, 9) - 5)));
            }
        }
    }

    @Test
    void aModelWithoutClassesKnowsTheLookAlone() {
        assertLookAlone(FeatureExplainer.of(Models.random(Models.SMALL, 1)), HIDDEN);
    }

    @Test
    void axesThatAreNotOrthonormalAreNotTakenApart() {
        float[] axes = orthonormal(7, new Random(3));
        axes[3] += 0.01f;
        assertLookAlone(FeatureExplainer.of(model(axes, 7)), 7);
    }

    private static void assertLookAlone(FeatureExplainer explainer, int dimension) {
        Random random = new Random(4);
        float[] a = unit(dimension, random);
        float[] b = unit(dimension, random);
        assertThat(explainer.explain(a, b).parts()).containsOnlyKeys("look");
        assertPart(explainer.explain(a, b), "look", cosine(a, b));
        assertThat(explainer.looksLike(a)).isEmpty();
        assertThat(explainer.greatest()).isEqualTo(Map.of("look", 1.0));
    }

    private static void assertPart(Explanation explanation, String name, double expected) {
        assertThat(explanation.parts().get(name)).as(name).isCloseTo(expected, within(1e-6));
    }

    private static double sum(Explanation explanation) {
        return explanation.parts().values().stream().mapToDouble(part -> part).sum();
    }

    private static int greatest(float[] values, int from, int to) {
        int best = from;
        for (int i = from; i < to; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    private static double[] row(float[] axes, float[] feature) {
        double[] row = new double[axes.length / feature.length];
        for (int i = 0; i < axes.length; i++) {
            row[i / feature.length] += (double) axes[i] * feature[i % feature.length];
        }
        return row;
    }

    private static double product(double[] a, double[] b, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static float[] unit(int dimension, Random random) {
        double[] drawn = random.doubles(dimension, -1, 1).toArray();
        double norm = Math.sqrt(product(drawn, drawn, 0, dimension));
        float[] unit = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            unit[i] = (float) (drawn[i] / norm);
        }
        return unit;
    }

    private static float[] identity() {
        float[] identity = new float[INPUTS * INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            identity[i * INPUTS + i] = 1;
        }
        return identity;
    }

    /** Random columns, each freed of its parts along those before it. */
    private static float[] orthonormal(int dimension, Random random) {
        double[][] columns = new double[dimension][];
        for (int i = 0; i < dimension; i++) {
            double[] column = random.doubles(INPUTS, -1, 1).toArray();
            for (int round = 0; round < 2; round++) {
                for (int j = 0; j < i; j++) {
                    double along = product(column, columns[j], 0, INPUTS);
                    for (int k = 0; k < INPUTS; k++) {
                        column[k] -= along * columns[j][k];
                    }
                }
            }
            double norm = Math.sqrt(product(column, column, 0, INPUTS));
            for (int k = 0; k < INPUTS; k++) {
                column[k] /= norm;
            }
            columns[i] = column;
        }
        float[] axes = new float[INPUTS * dimension];
        for (int k = 0; k < axes.length; k++) {
            axes[k] = (float) columns[k % dimension][k / dimension];
        }
        return axes;
    }

    private static ModelBundle model(float[] axes, int dimension) {
        ModelBundle hidden = Models.random(Models.SMALL, 6);
        ModelCard card = hidden.manifest().model();
        Random random = new Random(7);
        Map<String, Tensor> weights = new LinkedHashMap<>(hidden.weights());
        weights.put("classes.weight", gaussian(random, HIDDEN, 9));
        weights.put("classes.bias", gaussian(random, 9));
        weights.put("feature.weight", new Tensor(new int[] {INPUTS, dimension}, axes));
        FeatureRule rule = new FeatureRule(dimension, List.of(0.8, 0.0, 0.4));
        return ModelBundle.of(
                new ModelCard(
                        card.architecture(), card.input(), TASKS, rule, card.data(), card.training(), new TreeMap<>()),
                weights);
    }

    private static Tensor gaussian(Random random, int... shape) {
        float[] values = new float[Math.toIntExact(Tensor.size(shape))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Tensor(shape, values);
    }
}
