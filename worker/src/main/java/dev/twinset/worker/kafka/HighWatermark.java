package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The ends of the changelog, records of open transactions included. A commit returns before its markers are written, so
 * the last stable offset may lie before a feature whose commit has returned; the high watermark never does. One thread
 * at a time.
 */
final class HighWatermark implements AutoCloseable {
    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** @param consumer read_uncommitted; closed with this */
    HighWatermark(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = requireNonNull(consumer, "consumer is null");
        this.partitions = List.copyOf(partitions);
    }

    /** @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer in time */
    Map<Integer, Long> get(Duration timeout) {
        Map<Integer, Long> ends = new HashMap<>();
        consumer.endOffsets(partitions, timeout).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
