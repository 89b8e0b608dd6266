package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.model.ServingModel;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ModelTakeoverTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final ServingModel FIRST = ServingModel.first("old", NOW);
    private static final ServingModel SECOND =
            FIRST.switching("new", false).switched(Map.of("images", Map.of(0, 70L, 1, 42L, 2, 10L)), NOW);

    @Test
    void theFirstTermEndsWhereItsGroupIs() {
        assertThat(ModelTakeover.answeredTo(FIRST, Map.of(partition(0), at(70, 1), partition(1), at(42, 0))))
                .isEqualTo(Map.of("images", Map.of(0, 70L, 1, 42L)));
    }

    /** A model that was still building when it was switched back has not answered what another one had. */
    @Test
    void whereATermHasNotBegunItEndsWhereItWasToBegin() {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        committed.put(partition(0), at(90, 2)); // begun
        committed.put(partition(1), at(30, 0)); // building
        committed.put(partition(2), null);

        assertThat(ModelTakeover.answeredTo(SECOND, committed))
                .isEqualTo(Map.of("images", Map.of(0, 90L, 1, 42L, 2, 10L)));
    }

    /** The topic was made again in this term. */
    @Test
    void whereATermHasBegunItsOffsetCountsEvenIfItIsEarlier() {
        assertThat(ModelTakeover.answeredTo(SECOND, Map.of(partition(0), at(5, 2))))
                .isEqualTo(Map.of("images", Map.of(0, 5L, 1, 42L, 2, 10L)));
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("images", number);
    }

    private static OffsetAndMetadata at(long offset, long term) {
        return new OffsetAndMetadata(offset, new CommitStamp(NOW, term).text());
    }
}
