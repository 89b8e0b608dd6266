package dev.twinset.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small parts of a data set. */
final class LabelColumnTest {
    @Test
    void aColumnIsLearntIfItHasTwoClassesAndTwoImagesThatAreAlike() {
        assertThat(new LabelColumn("kind", List.of("a"), 0, 0, 0).isLearnable()).isFalse();
        assertThat(new LabelColumn("kind", List.of("a", "b"), 2, 0, 0).isLearnable())
                .isFalse();
        assertThat(new LabelColumn("kind", List.of("a", "b"), 1, 0, 0).isLearnable())
                .isTrue();
    }

    @Test
    void doubtsAreCountedInOneLine() {
        assertThat(new LabelColumn("kind", List.of("a", "b"), 0, 0, 0).doubts()).isEmpty();
        assertThat(new LabelColumn("kind", List.of("a", "b"), 1, 2, 1).doubts())
                .startsWith("1 class has one training image, 2 more have none")
                .endsWith(", 1 image has no label");
    }

    @Test
    void meanAndDeviationAreThoseOfTheLevelsToThreeDigits() {
        Random random = new Random(3);
        long[] counts = new long[256];
        double[] values = random.ints(5000, 40, 200).mapToDouble(i -> i / 255.0).toArray();
        for (double value : values) {
            counts[(int) Math.round(value * 255)]++;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
        Moments moments = Moments.of(counts);
        assertThat(moments.mean()).isCloseTo(mean, within(0.0005));
        assertThat(moments.deviation()).isCloseTo(deviation, within(0.0005));
        assertThat(moments.mean() * 1000).isCloseTo(Math.rint(moments.mean() * 1000), within(1e-9));
    }

    @Test
    void aChannelOfOneLevelIsNotDividedByZero() {
        long[] counts = new long[256];
        counts[255] = 99;
        assertThat(Moments.of(counts)).isEqualTo(new Moments(1, 0.004));
    }

    @Test
    void aTenthOfAllDigestsValidatesAndATenthTests() {
        Map<Split, Integer> counts = new EnumMap<>(Split.class);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] digest = new byte[32];
            random.nextBytes(digest);
            counts.merge(Split.of(digest), 1, Integer::sum);
        }
        assertThat(counts.get(Split.VALIDATION)).isBetween(1800, 2200);
        assertThat(counts.get(Split.TEST)).isBetween(1800, 2200);
    }

    /** The rule as manifests have it: unsigned, the first 32 bits, big-endian. */
    @Test
    void theSplitIsTheFirst32BitsModuloTen() {
        for (long number : new long[] {0, 1, 9, 10, 0x7FFFFFFFL, 0x80000000L, 0xFFFFFFFFL, 0xFFFFFFFAL}) {
            byte[] digest = ByteBuffer.allocate(32).putInt((int) number).array();
            Split expected = number % 10 == 0 ? Split.VALIDATION : number % 10 == 1 ? Split.TEST : Split.TRAINING;
            assertThat(Split.of(digest)).as("%d", number).isEqualTo(expected);
        }
    }
}
