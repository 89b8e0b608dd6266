package dev.twinset.trainer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class EtaEstimatorTest {
    private Instant now = Instant.EPOCH;
    private final EtaEstimator pace =
            new EtaEstimator(((InstantSource) () -> now).withZone(ZoneOffset.UTC), 64, 1000, 4000);

    @Test
    void theFirstStepGivesAnEstimateThatIncludesValidationAndTheLastMeasurement() {
        step(320);
        assertThat(pace.imagesPerSecond()).isCloseTo(200, within(0.1));
        // 100 steps of 0.32 s; 3 * 1000 + 4000 images forward at 0.3 of 5 ms
        assertThat(pace.left(100, 3).toMillis()).isEqualTo(32_000 + 10_500);
    }

    @Test
    void aValidationIsMeasured() {
        step(320);
        pace.start();
        now = now.plusMillis(2000);
        pace.validated();
        assertThat(pace.left(0, 3)).isEqualTo(Duration.ofSeconds(6 + 8));
    }

    @Test
    void itFollowsTheRecentSteps() {
        for (int i = 0; i < 100; i++) {
            step(100);
        }
        for (int i = 0; i < 300; i++) {
            step(200);
        }
        assertThat(pace.left(1000, 0).toSeconds() - pace.left(0, 0).toSeconds()).isCloseTo(200, within(2L));
    }

    @Test
    void timeBetweenStepsDoesNotCount() {
        step(100);
        now = now.plusMillis(60_000);
        step(100);
        assertThat(pace.imagesPerSecond()).isCloseTo(640, within(1.0));
    }

    private void step(long millis) {
        pace.start();
        now = now.plusMillis(millis);
        pace.stepped();
    }
}
