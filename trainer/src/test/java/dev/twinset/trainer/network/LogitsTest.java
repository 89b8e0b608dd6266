package dev.twinset.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LogitsTest {
    @Test
    void theStrongestIsTheFirstOfTheGreatestInItsRange() {
        float[] logits = {9, -3, 2, 5, 5, 8};

        assertThat(Logits.strongest(logits, 1, 5)).isEqualTo(3);
        assertThat(Logits.strongest(logits, 0, 6)).isZero();
        assertThat(Logits.strongest(logits, 1, 2)).isEqualTo(1);
    }

    @Test
    void theLogarithmOfASumOfExponentialsDoesNotOverflow() {
        double[] values = {50, 0, Math.log(2), Math.log(3), 1000, 1000};

        assertThat(LogSumExp.of(values, 1, 4)).isCloseTo(Math.log(6), within(1e-12));
        assertThat(LogSumExp.of(values, 4, 6)).isCloseTo(1000 + Math.log(2), within(1e-9));
        assertThat(LogSumExp.of(new double[] {Double.NEGATIVE_INFINITY}, 0, 1)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
