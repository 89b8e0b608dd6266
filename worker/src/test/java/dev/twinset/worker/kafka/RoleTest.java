package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.model.ServingModel;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RoleTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final TopicPartition IMAGES = new TopicPartition("images", 1);
    private static final TopicPartition QUERIES = new TopicPartition("queries", 1);
    private static final ServingModel FIRST = ServingModel.first("old", NOW);
    private static final ServingModel SWITCHING = FIRST.switching("new", false);
    private static final ServingModel SECOND =
            SWITCHING.switched(Map.of("images", Map.of(1, 100L), "queries", Map.of(1, 40L)), NOW);

    private static Role role(String model, ServingModel serving) {
        return new Role(model, 1, Optional.of(serving), false);
    }

    private static OffsetAndMetadata committed(long offset, long term) {
        return new OffsetAndMetadata(offset, new CommitStamp(NOW, term).text());
    }

    @Test
    void oneModelAnswersAndDuringASwitchNone() {
        assertThat(Role.first("any").answers()).isTrue();
        assertThat(role("old", FIRST).answers()).isTrue();
        assertThat(role("new", FIRST).answers()).isFalse();
        assertThat(role("old", SWITCHING).answers()).isFalse();
        assertThat(role("old", SWITCHING).pauses()).isTrue();
        assertThat(role("new", SWITCHING).answers()).isFalse();
        assertThat(role("new", SWITCHING).pauses()).isFalse();
        assertThat(role("new", SWITCHING).takesOver()).isTrue();
        assertThat(role("other", SWITCHING).takesOver()).isFalse();
        assertThat(role("old", SECOND).answers()).isFalse();
        assertThat(role("old", SECOND).pauses()).isFalse();
        assertThat(role("new", SECOND).answers()).isTrue();
        assertThat(role("old", SWITCHING.cancelled()).answers()).isTrue();
    }

    @Test
    void theNextModelStartsWhereTheOneBeforeStopped() {
        Role role = role("new", SECOND);
        assertThat(role.start(IMAGES, committed(120, 0), false)).isEqualTo(OptionalLong.of(100));
        assertThat(role.start(IMAGES, committed(80, 0), false))
                .as("what it has not built yet comes first")
                .isEqualTo(OptionalLong.of(80));
        assertThat(role.start(IMAGES, null, false)).isEmpty();
        assertThat(role.start(QUERIES, null, true)).isEqualTo(OptionalLong.of(40));
        assertThat(role.start(QUERIES, committed(7, 0), true)).isEqualTo(OptionalLong.of(40));
    }

    @Test
    void aTermThatHasBegunGoesOnWhereTheGroupIs() {
        Role role = role("new", SECOND);
        assertThat(role.hasBegun(committed(130, 2))).isTrue();
        assertThat(role.start(IMAGES, committed(130, 2), false)).isEqualTo(OptionalLong.of(130));
        assertThat(role.start(QUERIES, committed(50, 2), true)).isEqualTo(OptionalLong.of(50));
        assertThat(role.hasBegun(committed(130, 1))).isFalse();
        assertThat(role("old", SECOND).hasBegun(committed(130, 2))).isFalse();
    }

    @Test
    void theFirstTermStartsWhereTheGroupIs() {
        Role role = role("old", FIRST);
        assertThat(role.start(IMAGES, null, false)).isEmpty();
        assertThat(role.start(IMAGES, new OffsetAndMetadata(9, "of an older version"), false))
                .isEqualTo(OptionalLong.of(9));
        assertThat(role("new", FIRST).start(IMAGES, committed(3, 0), false)).isEqualTo(OptionalLong.of(3));
    }

    @Test
    void aRetiredModelSaysSo() {
        Role role = new Role("old", 3, Optional.of(SECOND), true);
        assertThatThrownBy(role::unlessRetired)
                .isInstanceOf(WorkerException.class)
                .hasMessageContaining("model old is retired");
    }

    @Test
    void stampsAreReadBackAndThoseOfOlderVersionsToo() {
        assertThat(CommitStamp.of(new CommitStamp(NOW, 7).text())).contains(new CommitStamp(NOW, 7));
        assertThat(CommitStamp.of("committed at 2026-11-28T12:00:00Z")).contains(new CommitStamp(NOW, 0));
        assertThat(CommitStamp.of("")).isEmpty();
        assertThat(CommitStamp.of("anything else")).isEmpty();
    }
}
