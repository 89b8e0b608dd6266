package dev.twinset.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.vision.bundle.ModelCard;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DenseLayersTest {
    private static final int INPUTS = 24;
    private static final int ROWS = 64;
    private static final List<ModelCard.Task> TASKS = List.of(
            new ModelCard.Task("kind", 1.5, List.of("a", "b", "c", "d")),
            new ModelCard.Task("colour", 0.7, List.of("red", "blue")));

    /** The kind is two faint numbers among many loud ones. */
    @Test
    void theyLearnToPutAKindSideBySide() {
        float[] vectors = new float[ROWS * INPUTS];
        float[] labels = new float[ROWS * 2];
        fill(vectors, labels, new Random(1));
        float[] others = new float[ROWS * INPUTS];
        float[] otherLabels = new float[ROWS * 2];
        fill(others, otherLabels, new Random(2));

        assertThat(nearestOfAKind(rows(others), otherLabels)).isLessThan(0.6);
        assertThat(nearestOfAKind(learnt(vectors, labels, others), otherLabels)).isGreaterThan(0.9);
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        float[] vectors = new float[ROWS * INPUTS];
        float[] labels = new float[ROWS * 2];
        fill(vectors, labels, new Random(1));

        assertThat(learnt(vectors, labels, vectors)).isDeepEqualTo(learnt(vectors, labels, vectors));
    }

    private static float[][] learnt(float[] vectors, float[] labels, float[] others) {
        Random random = new Random(5);
        float[] fresh = vectors.clone();
        float[] freshLabels = labels.clone();
        Hyperparameters hyperparameters = new Hyperparameters(ROWS, 0.01, 0.2, 0.02, 0.9, 0.5, 0.1);
        try (DenseLayers layers = new DenseLayers(INPUTS, 16, TASKS, List.of(1), hyperparameters, 120, 3)) {
            for (int step = 0; step < 120; step++) {
                layers.step(fresh, freshLabels);
                fill(fresh, freshLabels, random);
            }
            return layers.answer(others, ROWS).features();
        }
    }

    private static void fill(float[] vectors, float[] labels, Random random) {
        for (int row = 0; row < ROWS; row++) {
            int kind = random.nextInt(4);
            labels[2 * row] = kind;
            labels[2 * row + 1] = random.nextInt(3) - 1; // one is unknown
            for (int i = 0; i < INPUTS; i++) {
                float loud = i < 2 ? 0.1f : 1;
                vectors[row * INPUTS + i] = loud * (float) random.nextGaussian();
            }
            vectors[row * INPUTS] += kind % 2;
            vectors[row * INPUTS + 1] += kind < 2 ? 0 : 1;
        }
    }

    private static float[][] rows(float[] vectors) {
        float[][] rows = new float[ROWS][INPUTS];
        for (int row = 0; row < ROWS; row++) {
            System.arraycopy(vectors, row * INPUTS, rows[row], 0, INPUTS);
        }
        return rows;
    }

    private static double nearestOfAKind(float[][] rows, float[] labels) {
        int hits = 0;
        for (int i = 0; i < rows.length; i++) {
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < rows.length; j++) {
                double cosine = dot(rows[i], rows[j]) / Math.sqrt(dot(rows[i], rows[i]) * dot(rows[j], rows[j]));
                if (i != j && cosine > most) {
                    most = cosine;
                    best = j;
                }
            }
            hits += labels[2 * best] == labels[2 * i] ? 1 : 0;
        }
        return (double) hits / rows.length;
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
