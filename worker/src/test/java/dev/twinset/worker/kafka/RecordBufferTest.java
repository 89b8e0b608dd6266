package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordBufferTest {
    private static final TopicPartition P0 = new TopicPartition("images", 0);
    private static final TopicPartition P1 = new TopicPartition("images", 1);

    private final RecordBuffer buffer = new RecordBuffer(new BatchLimits(4, 1000));

    @Test
    void aBatchThatTakesAllOfAPartitionCommitsBeyondTheTransactionMarkers() {
        buffer.add(polled(Map.of(P0, 7L), record(P0, 4, 1), record(P0, 5, 1)), 0);

        RecordBuffer.Cut batch = buffer.cut(0);

        assertThat(batch.records()).hasSize(2);
        assertThat(batch.next().get(P0)).isEqualTo(new OffsetAndMetadata(7));
    }

    @Test
    void aBatchThatLeavesRecordsBehindCommitsOnlyWhatItTook() {
        buffer.add(
                polled(
                        Map.of(P0, 9L, P1, 3L),
                        record(P1, 0, 1),
                        record(P0, 4, 1),
                        record(P0, 5, 1),
                        record(P0, 6, 1),
                        record(P0, 7, 1)),
                0);

        RecordBuffer.Cut batch = buffer.cut(0);

        assertThat(batch.records()).hasSize(4);
        assertThat(batch.next())
                .isEqualTo(Map.of(P0, new OffsetAndMetadata(7, Optional.empty(), ""), P1, new OffsetAndMetadata(3)));
        assertThat(buffer.cut(0).next()).isEqualTo(Map.of(P0, new OffsetAndMetadata(9)));
    }

    @Test
    void aBatchIsFullByBytesToo() {
        buffer.add(polled(Map.of(P0, 3L), record(P0, 0, 600), record(P0, 1, 600), record(P0, 2, 600)), 0);

        assertThat(buffer.holdsFullBatch()).isTrue();
        assertThat(buffer.cut(0).records()).hasSize(2);
        assertThat(buffer.holdsFullBatch()).isFalse();
    }

    @Test
    void theDeadlineStartsWithTheFirstRecordAndAgainWithWhatIsLeftOver() {
        buffer.add(polled(Map.of(P0, 1L), record(P0, 0, 1)), 100);
        buffer.add(polled(Map.of(P0, 2L), record(P0, 1, 1)), 150);

        assertThat(buffer.nanosLeft(60, 150)).isEqualTo(10);
    }

    @Test
    void droppedPartitionsLeaveNothingBehind() {
        buffer.add(polled(Map.of(P0, 1L, P1, 1L), record(P0, 0, 900), record(P1, 0, 1)), 0);

        buffer.drop(List.of(P0));

        assertThat(buffer.holdsFullBatch()).isFalse();
        assertThat(buffer.cut(0).next()).containsOnlyKeys(P1);
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void positionsThatNoBatchCommitsAreTakenOnce() {
        buffer.add(polled(Map.of(P0, 7L, P1, 3L), record(P0, 4, 1)), 0);
        buffer.cut(0); // commits 7 of the first partition

        assertThat(buffer.takePositions()).isEqualTo(Map.of(P1, new OffsetAndMetadata(3)));
        assertThat(buffer.takePositions()).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, int bytes) {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[bytes]);
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                0,
                record.timestampType(),
                0,
                bytes,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
    }

    @SafeVarargs
    private static ConsumerRecords<byte[], byte[]> polled(
            Map<TopicPartition, Long> next, ConsumerRecord<byte[], byte[]>... records) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byPartition
                    .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), p -> new ArrayList<>())
                    .add(record);
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        next.forEach((partition, offset) -> offsets.put(partition, new OffsetAndMetadata(offset)));
        return new ConsumerRecords<>(byPartition, offsets);
    }
}
