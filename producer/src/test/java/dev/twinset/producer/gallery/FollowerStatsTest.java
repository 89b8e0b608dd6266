package dev.twinset.producer.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class FollowerStatsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource time = () -> now;
    private final FollowerStats pulse = new FollowerStats(time.withZone(ZoneOffset.UTC));

    @Test
    void theRateIsThatOfTheLastFiveWholeSeconds() {
        for (int second = 0; second < 8; second++) {
            for (int i = 0; i < 10; i++) {
                pulse.answered();
            }
            pulse.rejected();
            now = now.plus(Duration.ofSeconds(1));
        }
        assertThat(pulse.read().imagesPerSecond()).isEqualTo(11);
        assertThat(pulse.read().answered()).isEqualTo(80);
        assertThat(pulse.read().rejected()).isEqualTo(8);
        now = now.plus(Duration.ofSeconds(3));
        assertThat(pulse.read().imagesPerSecond()).isEqualTo(4.4);
        now = now.plus(Duration.ofMinutes(2));
        assertThat(pulse.read().imagesPerSecond()).isZero();
    }

    @Test
    void aClockThatIsSetBackDoesNoHarm() {
        pulse.answered();
        now = now.plus(Duration.ofHours(-1));
        pulse.answered();
        assertThat(pulse.read().answered()).isEqualTo(2);
    }

    @Test
    void tellsWhatCannotBeFollowedUntilItCanAgain() {
        assertThat(pulse.read().fault()).isEmpty();
        pulse.lost(FollowerStats.Source.UPLOADS, "away");
        pulse.followed(FollowerStats.Source.ANSWERS, 3);
        assertThat(pulse.read().fault()).contains("away");
        pulse.followed(FollowerStats.Source.UPLOADS, 4);
        assertThat(pulse.read().fault()).isEmpty();
        assertThat(pulse.read().behind()).isEqualTo(7);
    }

    @Test
    void aFaultIsSlowForSomeSecondsBeforeKafkaCountsAsLost() {
        assertThat(pulse.read().slow()).isFalse();
        for (int second = 0; second < 10; second++) {
            pulse.lost(FollowerStats.Source.UPLOADS, "no answer in time");
            assertThat(pulse.read().slow()).isTrue();
            now = now.plus(Duration.ofSeconds(1));
        }
        pulse.lost(FollowerStats.Source.UPLOADS, "no answer in time");
        assertThat(pulse.read().slow()).isFalse();
        assertThat(pulse.read().fault()).contains("no answer in time");
        pulse.followed(FollowerStats.Source.UPLOADS, 0);
        assertThat(pulse.read().fault()).isEmpty();
    }
}
