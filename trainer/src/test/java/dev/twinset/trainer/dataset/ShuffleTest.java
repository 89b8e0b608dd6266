package dev.twinset.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ShuffleTest {
    @Test
    void everyOrderIsAboutAsLikelyAsAnyOther() {
        Random random = new Random(1);
        Map<String, Integer> orders = new TreeMap<>();
        for (int i = 0; i < 6000; i++) {
            int[] rows = {4, 7, 9};
            Shuffle.shuffle(rows, random);
            orders.merge(Arrays.toString(rows), 1, Integer::sum);
        }

        assertThat(orders).hasSize(6);
        // 1000 each; a standard deviation is 29
        assertThat(orders.values()).allSatisfy(count -> assertThat(count).isBetween(880, 1120));
    }

    @Test
    void theSameSeedGivesTheSameOrder() {
        int[] one = {1, 2, 3, 4, 5, 6, 7, 8};
        int[] other = one.clone();
        Shuffle.shuffle(one, new Random(3));
        Shuffle.shuffle(other, new Random(3));

        assertThat(one).isEqualTo(other).isNotEqualTo(new int[] {1, 2, 3, 4, 5, 6, 7, 8});
    }
}
