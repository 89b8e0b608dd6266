package dev.twinset.trainer.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class BootstrapTest {
    @Test
    void theIntervalIsThatOfTheMeansOwnSpread() {
        Random random = new Random(3);
        double[] values = random.doubles(1000).toArray();

        Figure figure = new Bootstrap(1000, 1).mean(values).orElseThrow();

        double spread = Math.sqrt(1 / 12.0 / values.length);
        assertThat(figure.queries()).isEqualTo(1000);
        assertThat(figure.value()).isCloseTo(0.5, within(3 * spread));
        assertThat(figure.low()).isCloseTo(figure.value() - 1.96 * spread, within(0.2 * spread));
        assertThat(figure.high()).isCloseTo(figure.value() + 1.96 * spread, within(0.2 * spread));
        assertThat(new Bootstrap(1000, 1).mean(values)).contains(figure);
    }

    @Test
    void valuesThatAreNaNAreLeftOut() {
        assertThat(new Bootstrap(1, 1).mean(new double[] {Double.NaN})).isEmpty();
        assertThat(new Bootstrap(2, 1).mean(new double[] {Double.NaN, 0.25})).contains(new Figure(0.25, 0.25, 0.25, 1));
    }

    @Test
    void aPairedDifferenceIsSurerThanTwoIntervals() {
        Random random = new Random(3);
        double[] one = random.doubles(500).toArray();
        double[] other = one.clone();
        for (int i = 0; i < other.length; i++) {
            other[i] -= 0.01 + 0.001 * random.nextDouble();
        }

        Figure difference = new Bootstrap(500, 1).difference(one, other).orElseThrow();

        assertThat(difference.value()).isCloseTo(0.0105, within(0.0001));
        assertThat(difference.low()).isGreaterThan(0.01);
    }

    @Test
    void theMacroMeanGivesEachClassOneVoice() {
        Figure figure = new Bootstrap(5, 1)
                .macroMean(new double[] {1, 1, 1, 0, Double.NaN}, new int[] {4, 4, 4, 9, 9})
                .orElseThrow();

        assertThat(figure.value()).isEqualTo(0.5);
        assertThat(figure.queries()).isEqualTo(4);
    }
}
