package dev.twinset.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RandomSourceTest {
    @Test
    void theSameSeedAndIndexGiveTheSameNumbers() {
        RandomSource one = RandomSource.of(3, 8);
        RandomSource other = RandomSource.of(3, 8);
        for (int i = 0; i < 20; i++) {
            assertThat(one.between(0.0, 1.0)).isEqualTo(other.between(0.0, 1.0));
        }
    }

    @Test
    void neighboursBeginDifferently() {
        Set<Long> firsts = new HashSet<>();
        for (int seed = 0; seed < 30; seed++) {
            for (int index = 0; index < 30; index++) {
                firsts.add(Math.round(RandomSource.of(seed, index).between(0.0, 1.0) * 1e9));
            }
        }
        assertThat(firsts).hasSize(900);
    }

    @Test
    void bothEndsOfWholeNumbersAndAllChoicesComeUp() {
        RandomSource random = RandomSource.of(1, 1);
        Set<Integer> numbers = new HashSet<>();
        Set<String> choices = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            numbers.add(random.between(2, 5));
            choices.add(random.of(List.of("a", "b", "c")));
        }
        assertThat(numbers).containsExactlyInAnyOrder(2, 3, 4, 5);
        assertThat(choices).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void aChanceComesUpAsOftenAsItSays() {
        RandomSource random = RandomSource.of(1, 1);
        int hits = 0;
        for (int i = 0; i < 10_000; i++) {
            hits += random.chance(0.3) ? 1 : 0;
        }
        assertThat(hits).isBetween(2700, 3300);
        assertThat(random.chance(0)).isFalse();
        assertThat(random.chance(1)).isTrue();
    }
}
