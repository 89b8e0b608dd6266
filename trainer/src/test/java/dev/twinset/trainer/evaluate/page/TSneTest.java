package dev.twinset.trainer.evaluate.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.trainer.retrieval.FeatureMatrix;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TSneTest {
    private static final int GROUPS = 3;
    private static final int EACH = 30;
    private static final int DIMENSION = 20;

    @Test
    void groupsStayTogetherAndTheSameSeedGivesTheSameMap() {
        FeatureMatrix features = groups();

        double[][] map = TSne.of(features, 1);

        for (int i = 0; i < GROUPS * EACH; i++) {
            assertThat(nearest(map, i) % GROUPS)
                    .as("group of the neighbour of %d", i)
                    .isEqualTo(i % GROUPS);
        }
        assertThat(TSne.of(features, 1)).isDeepEqualTo(map);
    }

    private static FeatureMatrix groups() {
        Random random = new Random(2);
        float[] values = new float[GROUPS * EACH * DIMENSION];
        for (int i = 0; i < GROUPS * EACH; i++) {
            for (int k = 0; k < DIMENSION; k++) {
                values[i * DIMENSION + k] = (k == i % GROUPS ? 1 : 0) + 0.1f * (float) random.nextGaussian();
            }
        }
        return new FeatureMatrix(DIMENSION, values);
    }

    private static int nearest(double[][] map, int i) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < GROUPS * EACH; j++) {
            double distance = Math.hypot(map[0][i] - map[0][j], map[1][i] - map[1][j]);
            if (j != i && distance < least) {
                least = distance;
                best = j;
            }
        }
        return best;
    }
}
