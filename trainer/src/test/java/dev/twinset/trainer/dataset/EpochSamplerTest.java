package dev.twinset.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EpochSamplerTest {
    @Test
    void withEqualWeightsAnEpochIsEachRowOnceInAnotherOrder() {
        int[] rows = IntStream.range(10, 110).toArray();
        double[] weights = new double[100];
        Arrays.fill(weights, 3);
        EpochSampler sampler = new EpochSampler(rows, weights);

        int[] one = sampler.draw(new Random(1));
        int[] other = sampler.draw(new Random(2));

        assertThat(one).containsExactlyInAnyOrder(rows).isNotEqualTo(rows).isNotEqualTo(other);
        assertThat(sampler.draw(new Random(1))).isEqualTo(one);
    }

    @Test
    void aRowIsDrawnAsOftenAsItsWeightSays() {
        int[] rows = {0, 1, 2, 3};
        EpochSampler sampler = new EpochSampler(rows, new double[] {1, 1, 2, 4});
        int[] counts = new int[4];
        Random random = new Random(1);
        for (int epoch = 0; epoch < 1000; epoch++) {
            for (int row : sampler.draw(random)) {
                counts[row]++;
            }
        }
        assertThat(IntStream.of(counts).sum()).isEqualTo(4000);
        assertThat(counts[0]).isBetween(400, 600);
        assertThat(counts[1]).isBetween(400, 600);
        assertThat(counts[2]).isEqualTo(1000);
        assertThat(counts[3]).isEqualTo(2000);
    }
}
