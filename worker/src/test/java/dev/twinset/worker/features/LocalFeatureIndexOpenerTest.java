package dev.twinset.worker.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalFeatureIndexOpenerTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path directory;

    @BeforeEach
    void leaveACopyThatHasReadTenRecords() throws IOException {
        try (FeatureIndex index = open(Map.of(0, 10L), Clock.systemUTC())) {
            index.apply(List.of(new FeatureChange("item", Optional.of(new float[] {1, 0}))), Map.of(0, 10L));
        }
    }

    @Test
    void aCopyThatTheLogCanBringUpToDateIsTakenUp() throws IOException {
        try (FeatureIndex index = open(Map.of(0, 10L), Clock.systemUTC())) {
            assertThat(index.items()).isEqualTo(1);
            assertThat(index.offsets()).isEqualTo(Map.of(0, 10L));
        }
    }

    @Test
    void aCopyThatIsAheadOfItsLogIsBuiltAnew() throws IOException {
        try (FeatureIndex index = open(Map.of(0, 9L), Clock.systemUTC())) {
            assertThat(index.items()).isZero();
            assertThat(index.offsets()).isEmpty();
        }
    }

    @Test
    void aCopyThatSleptForHalfTheLifeOfDeletionsIsBuiltAnew() throws IOException {
        try (FeatureIndex index = open(Map.of(0, 10L), Clock.offset(Clock.systemUTC(), Duration.ofHours(13)))) {
            assertThat(index.items()).isZero();
        }
    }

    private FeatureIndex open(Map<Integer, Long> ends, Clock clock) throws IOException {
        return new LocalFeatureIndexOpener(directory, "model", 2, new LogIdentity("cluster", "topic"), clock)
                .open(ends, DAY);
    }
}
