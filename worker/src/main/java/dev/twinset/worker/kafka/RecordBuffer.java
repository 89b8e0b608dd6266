package dev.twinset.worker.kafka;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.kafka.client.KafkaRecords;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What was polled and is not yet in a batch, with the time at which the oldest came. Poll thread only. */
final class RecordBuffer {
    private final BatchLimits limits;
    private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private final Map<TopicPartition, OffsetAndMetadata> polledTo = new HashMap<>();
    private long bytes;
    private long oldestNanos;

    RecordBuffer(BatchLimits limits) {
        this.limits = limits;
    }

    void add(ConsumerRecords<byte[], byte[]> polled, long nowNanos) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(polled.count());
        polled.forEach(all::add);
        add(all, nowNanos);
        // beyond the last record there may be transaction markers, which offset + 1 would leave behind as lag
        polledTo.putAll(polled.nextOffsets());
    }

    void add(List<ConsumerRecord<byte[], byte[]>> more, long nowNanos) {
        if (records.isEmpty()) {
            oldestNanos = nowNanos;
        }
        for (ConsumerRecord<byte[], byte[]> record : more) {
            records.add(record);
            bytes += KafkaRecords.size(record);
        }
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    boolean holds(TopicPartition partition) {
        return records.stream().anyMatch(record -> partition(record).equals(partition));
    }

    boolean holdsFullBatch() {
        return records.size() >= limits.records() || bytes >= limits.bytes();
    }

    /** Nanoseconds until the oldest record has waited for {@code lingerNanos}; not positive once it has. */
    long nanosLeft(long lingerNanos, long nowNanos) {
        return oldestNanos + lingerNanos - nowNanos;
    }

    /**
     * The positions behind what was cut, each once: aborted records and transaction markers may lie there. Only when no
     * record is waiting.
     */
    Map<TopicPartition, OffsetAndMetadata> takePositions() {
        Map<TopicPartition, OffsetAndMetadata> positions = Map.copyOf(polledTo);
        polledTo.clear();
        return positions;
    }

    void drop(Collection<TopicPartition> partitions) {
        Set<TopicPartition> gone = new HashSet<>(partitions);
        records.removeIf(record -> gone.contains(partition(record)));
        polledTo.keySet().removeAll(gone);
        bytes = records.stream().mapToLong(KafkaRecords::size).sum();
    }

    void clear() {
        records.clear();
        polledTo.clear();
        bytes = 0;
    }

    /**
     * Records and the offsets behind them.
     *
     * @param next where to read on once the records are answered
     */
    record Cut(List<EventRecord> records, Map<TopicPartition, OffsetAndMetadata> next) {}

    /** Takes the oldest records, at most a batch. */
    Cut cut(long nowNanos) {
        int maxRecords = limits.records();
        long maxBytes = limits.bytes();
        List<EventRecord> taken = new ArrayList<>(Math.min(maxRecords, records.size()));
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        long size = 0;
        while (!records.isEmpty() && taken.size() < maxRecords && size < maxBytes) {
            ConsumerRecord<byte[], byte[]> record = records.remove();
            size += KafkaRecords.size(record);
            taken.add(KafkaRecords.incoming(record));
            next.put(partition(record), new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
        }
        bytes -= size;
        Set<TopicPartition> unfinished = new HashSet<>();
        records.forEach(record -> unfinished.add(partition(record)));
        next.replaceAll((partition, offset) ->
                unfinished.contains(partition) ? offset : polledTo.getOrDefault(partition, offset));
        polledTo.keySet().removeIf(partition -> next.containsKey(partition) && !unfinished.contains(partition));
        oldestNanos = nowNanos;
        return new Cut(taken, next);
    }

    private static TopicPartition partition(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
