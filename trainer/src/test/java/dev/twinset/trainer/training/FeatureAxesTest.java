package dev.twinset.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import dev.twinset.vision.network.CnnForward;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeatureAxesTest {
    private static final int INPUTS = 32 + 3 + 3;

    @TempDir
    private Path folder;

    @Test
    void theKindCountsMostThenWhatIsSeenOfItAndTheRestNothing() {
        List<ModelCard.Task> tasks = List.of(
                new ModelCard.Task("articleType", 1.5, List.of("a", "b")),
                new ModelCard.Task("gender", 0.5, List.of("a", "b")),
                new ModelCard.Task("season", 0.15, List.of("a", "b")),
                new ModelCard.Task("baseColour", 0.7, List.of("a", "b")),
                new ModelCard.Task("kindsOfAnotherShop", 1, List.of("a", "b")));

        assertThat(FeatureAxes.rule(tasks).shares()).containsExactly(1.6, 0.6, 0.0, 0.4, 0.6);
    }

    @Test
    void allAxesKeepEveryScore() throws IOException {
        try (CatalogDataset data = CatalogDataset.load(DrawnShapes.draw(60, folder), 40, 2, done -> {})) {
            ModelBundle turned = FeatureAxes.project(card(data, 1000), weights(), data);
            ModelBundle plain = ModelBundle.of(card(data, INPUTS), withIdentity());

            assertThat(turned.manifest().dimension()).isEqualTo(INPUTS);
            double[][] expected = scores(plain, data);
            double[][] actual = scores(turned, data);
            for (int i = 0; i < expected.length; i++) {
                assertThat(actual[i]).containsExactly(expected[i], within(1e-5));
            }
        }
    }

    @Test
    void aFewAxesKeepMostOfTheScores() throws IOException {
        try (CatalogDataset data = CatalogDataset.load(DrawnShapes.draw(60, folder), 40, 2, done -> {})) {
            double[][] expected = scores(ModelBundle.of(card(data, INPUTS), withIdentity()), data);
            ModelBundle few = FeatureAxes.project(card(data, 10), weights(), data);
            assertThat(few.manifest().dimension()).isEqualTo(10);
            double kept = error(scores(few, data), expected);
            assertThat(kept).isLessThan(0.02);
            // any other ten: here the first of the hidden layer
            Map<String, Tensor> first = weights();
            float[] axes = new float[INPUTS * 10];
            for (int axis = 0; axis < 10; axis++) {
                axes[axis * 10 + axis] = 1;
            }
            first.put("feature.weight", new Tensor(new int[] {INPUTS, 10}, axes));
            assertThat(error(scores(ModelBundle.of(card(data, 10), first), data), expected))
                    .isGreaterThan(5 * kept);
        }
    }

    private static double error(double[][] actual, double[][] expected) {
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            for (int j = 0; j < expected.length; j++) {
                sum += Math.abs(actual[i][j] - expected[i][j]);
            }
        }
        return sum / (expected.length * expected.length);
    }

    private static ModelCard card(CatalogDataset data, int dimension) throws IOException {
        return new ModelCard(
                TinyNet.SHAPE,
                data.inputRule(),
                data.tasks(),
                new FeatureRule(dimension, List.of(0.8, 0.2)),
                new ModelCard.TrainingData("shapes", 60, Split.RULE),
                new ModelCard.TrainingSettings(1, 16, 0.005, 0.2, 3),
                new TreeMap<>());
    }

    private static Map<String, Tensor> weights() {
        Random random = new Random(9);
        Map<String, Tensor> weights = new LinkedHashMap<>(TinyNet.random(0.5f).weights());
        weights.put("classes.weight", gaussian(random, 32, 6));
        weights.put("classes.bias", gaussian(random, 6));
        return weights;
    }

    private static Tensor gaussian(Random random, int... shape) {
        float[] values = new float[IntStream.of(shape).reduce(1, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Tensor(shape, values);
    }

    private static Map<String, Tensor> withIdentity() {
        Map<String, Tensor> weights = weights();
        float[] identity = new float[INPUTS * INPUTS];
        for (int i = 0; i < INPUTS; i++) {
            identity[i * INPUTS + i] = 1;
        }
        weights.put("feature.weight", new Tensor(new int[] {INPUTS, INPUTS}, identity));
        return weights;
    }

    private static double[][] scores(ModelBundle model, CatalogDataset data) throws IOException {
        int n = CnnForward.BATCH;
        byte[] rgb = new byte[40 * 40 * 3];
        float[][] features = new float[n][];
        try (CnnForward forward = CnnForward.open(model)) {
            for (int slot = 0; slot < n; slot++) {
                data.pixels(data.rows(Split.TRAINING)[slot], rgb);
                forward.load(slot, rgb, 0);
            }
            forward.run();
            for (int slot = 0; slot < n; slot++) {
                features[slot] = ((Extraction.Feature) forward.outcome(slot)).vector();
            }
        }
        double[][] scores = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int c = 0; c < features[i].length; c++) {
                    scores[i][j] += (double) features[i][c] * features[j][c];
                }
            }
        }
        return scores;
    }
}
