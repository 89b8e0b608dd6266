package dev.twinset.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class CosineDecayTest {
    @Test
    void theRateFallsFromItsStartToZero() {
        CosineDecay rate = new CosineDecay(0.001, 100);

        assertThat(rate.valueAt(0, 0)).isEqualTo(0.001);
        assertThat(rate.valueAt(50, 3)).isCloseTo(0.0005, within(1e-12));
        assertThat(rate.valueAt(100, 9)).isCloseTo(0, within(1e-12));
        assertThat(rate.valueAt(200, 9)).isCloseTo(0, within(1e-12));
    }
}
