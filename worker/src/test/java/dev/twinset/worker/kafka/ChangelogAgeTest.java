package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangelogAgeTest {
    private static final TopicPartition LOG = new TopicPartition("log", 0);
    private static final Duration DAY = Duration.ofDays(1);

    private Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private boolean cutOff;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration timeout) {
            if (cutOff) {
                throw new TimeoutException("no broker");
            }
            return super.endOffsets(partitions, timeout);
        }
    };
    private ChangelogAge age;

    @BeforeEach
    void start() {
        consumer.assign(List.of(LOG));
        consumer.seek(LOG, 5);
        consumer.updateEndOffsets(Map.of(LOG, 5L));
        age = new ChangelogAge(consumer, DAY, clock);
    }

    @Test
    void anIndexThatFollowsNeverGrowsOld() {
        for (int hour = 0; hour < 48; hour++) {
            passHour();
        }
    }

    @Test
    void aWorkerThatWasSuspendedForHalfOfTheRetentionMustNotReadOn() {
        now = now.plus(Duration.ofHours(12)).plusSeconds(1);

        assertThatThrownBy(age::check)
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("last up to date at 2026-11-28T12:00:00Z")
                .hasMessageContaining("start it again");
    }

    @Test
    void aShortSuspensionIsHarmless() {
        now = now.plus(Duration.ofHours(11));

        assertThatCode(age::check).doesNotThrowAnyException();
    }

    @Test
    void aWorkerThatWasCutOffForTooLongMustNotReadOnEither() {
        cutOff = true;
        for (int hour = 0; hour < 12; hour++) {
            passHour();
        }
        cutOff = false;
        now = now.plusSeconds(60);

        assertThatThrownBy(age::check).isInstanceOf(WorkerException.class);
    }

    @Test
    void anIndexThatIsBehindCountsAsOfTheTimeWhoseEndItHasReached() {
        consumer.updateEndOffsets(Map.of(LOG, 8L));
        passHour(); // at 13:00 the end is 8
        for (int hour = 0; hour < 11; hour++) {
            passHour();
        }
        consumer.seek(LOG, 8);
        age.check(); // at 24:00 it holds what there was at 13:00
        consumer.updateEndOffsets(Map.of(LOG, 9L));
        now = now.plus(Duration.ofMinutes(59));
        age.check();
        now = now.plus(Duration.ofMinutes(2));

        assertThatThrownBy(age::check).isInstanceOf(WorkerException.class);
    }

    private void passHour() {
        now = now.plus(Duration.ofHours(1));
        age.check();
    }
}
