package dev.twinset.vision.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class TSneTest {
    private static final int GROUPS = 3;
    private static final int EACH = 30;
    private static final int DIMENSION = 20;

    @Test
    void groupsStayTogetherAndTheSameSeedGivesTheSameMap() throws Exception {
        float[] features = groups();
        List<Integer> steps = new ArrayList<>();

        double[][] map = TSne.of(features, DIMENSION, 1, steps::add);

        for (int i = 0; i < GROUPS * EACH; i++) {
            assertThat(nearest(map, i) % GROUPS)
                    .as("group of the neighbour of %d", i)
                    .isEqualTo(i % GROUPS);
        }
        assertThat(steps).hasSize(TSne.STEPS).endsWith(TSne.STEPS);
        assertThat(TSne.of(features, DIMENSION, 1, step -> {})).isDeepEqualTo(map);
    }

    private static float[] groups() {
        Random random = new Random(2);
        float[] values = new float[GROUPS * EACH * DIMENSION];
        for (int i = 0; i < GROUPS * EACH; i++) {
            double squares = 0;
            for (int k = i * DIMENSION; k < (i + 1) * DIMENSION; k++) {
                values[k] = (k % DIMENSION == i % GROUPS ? 1 : 0) + 0.1f * (float) random.nextGaussian();
                squares += values[k] * values[k];
            }
            for (int k = i * DIMENSION; k < (i + 1) * DIMENSION; k++) {
                values[k] /= (float) Math.sqrt(squares);
            }
        }
        return values;
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
