package dev.twinset.worker.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFeatureIndexOpenerTest {
    private static final LogIdentity LOG = new LogIdentity("cluster", "topic");
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    /** Since when the copy holds all of the log, with ten records read. */
    private Instant now = Instant.parse("2026-11-28T12:00:00Z");

    private Map<Integer, Long> starts = Map.of(0, 0L);

    @BeforeEach
    void leaveACopyThatHasReadTenRecords() throws Exception {
        try (FeatureIndex index = open(Map.of(0, 10L))) {
            index.apply(List.of(new FeatureChange("item", Optional.of(new float[] {1, 0}))), Map.of(0, 10L));
            assertThat(index.await(LogOffsets.ofFeatures(Map.of(0, 10L)), Duration.ZERO))
                    .isTrue();
        }
    }

    @Test
    void aCopyThatTheLogCanBringUpToDateIsTakenUp() throws IOException {
        now = now.plus(Duration.ofHours(12));
        try (FeatureIndex index = open(Map.of(0, 10L))) {
            assertThat(index.items()).isEqualTo(1);
            assertThat(index.offsets().features()).isEqualTo(Map.of(0, 10L));
        }
    }

    @Test
    void aCopyThatIsAheadOfItsLogIsRebuilt() throws IOException {
        try (FeatureIndex index = open(Map.of(0, 9L))) {
            assertThat(index.items()).isZero();
            assertThat(index.offsets().features()).isEmpty();
        }
    }

    @Test
    void aCopyThatLacksWhatTheLogNoLongerHoldsIsRebuilt() throws IOException {
        starts = Map.of(0, 10L);
        try (FeatureIndex index = open(Map.of(0, 20L))) {
            assertThat(index.items()).isEqualTo(1);
        }
        starts = Map.of(0, 11L);
        try (FeatureIndex index = open(Map.of(0, 20L))) {
            assertThat(index.items()).isZero();
        }
    }

    @Test
    void aPartitionWhoseRecordsAreAllGoneIsReached() throws Exception {
        starts = Map.of(0, 0L, 1, 7L);
        try (FeatureIndex index = open(Map.of(0, 10L, 1, 7L))) {
            assertThat(index.await(LogOffsets.ofFeatures(Map.of(0, 10L, 1, 7L)), Duration.ZERO))
                    .isTrue();
            assertThat(index.offsets().features()).isEqualTo(Map.of(0, 10L, 1, 7L));
        }
    }

    @Test
    void aCopyThatSleptForHalfTheLifeOfDeletionsIsRebuilt() throws IOException {
        now = now.plus(Duration.ofHours(12)).plusSeconds(1);
        try (FeatureIndex index = open(Map.of(0, 20L))) {
            assertThat(index.items()).isZero();
        }
    }

    @Test
    void aCopyThatWasWrittenSinceButDidNotCatchUpHasSleptOn() throws IOException {
        now = now.plus(Duration.ofHours(11));
        try (FeatureIndex index = open(Map.of(0, 20L))) {
            index.apply(List.of(), Map.of(0, 11L));
            index.sync();
        }
        now = now.plus(Duration.ofHours(2));
        try (FeatureIndex index = open(Map.of(0, 20L))) {
            assertThat(index.items()).isZero();
        }
    }

    @Test
    void aCopyThatFollowsTheLogDoesNotSleep() throws Exception {
        Instant start = now;
        try (FeatureIndex index = new LocalFeatureIndexOpener(
                        directory, "model", 2, LOG, ((InstantSource) () -> now).withZone(ZoneOffset.UTC))
                .open(Map.of(0, 0L), Map.of(0, 10L), DAY)) {
            assertThat(index.await(LogOffsets.ofFeatures(Map.of(0, 10L)), Duration.ZERO))
                    .isTrue();
            now = start.plus(Duration.ofHours(20));
            index.apply(List.of(), Map.of(0, 11L));
        }
        now = start.plus(Duration.ofHours(21));
        try (FeatureIndex index = open(Map.of(0, 11L))) {
            assertThat(index.items()).isEqualTo(1);
        }
    }

    private FeatureIndex open(Map<Integer, Long> ends) throws IOException {
        return new LocalFeatureIndexOpener(directory, "model", 2, LOG, Clock.fixed(now, ZoneOffset.UTC))
                .open(starts, ends, DAY);
    }
}
