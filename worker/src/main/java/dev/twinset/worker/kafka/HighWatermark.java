package dev.twinset.worker.kafka;

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
        this.consumer = consumer;
        this.partitions = List.copyOf(partitions);
    }

    /**
     * The ends now.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer in time
     * @throws WorkerException if the changelog has got more partitions: nobody here follows those
     */
    Map<Integer, Long> get(Duration timeout) {
        for (TopicPartition first : partitions.subList(0, Math.min(1, partitions.size()))) {
            int now = consumer.partitionsFor(first.topic(), timeout).size();
            if (now > partitions.size()) {
                throw new WorkerException("the changelog " + first.topic() + " has " + now + " partitions, and had "
                        + partitions.size() + " when this worker started: start it again to read the new ones too");
            }
        }
        Map<Integer, Long> ends = new HashMap<>();
        consumer.endOffsets(partitions, timeout).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    /** Where the changelog begins now: what was before is gone. */
    Map<Integer, Long> starts(Duration timeout) {
        Map<Integer, Long> starts = new HashMap<>();
        consumer.beginningOffsets(partitions, timeout)
                .forEach((partition, start) -> starts.put(partition.partition(), start));
        return starts;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
