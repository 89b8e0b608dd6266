package dev.twinset.worker.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The ends of the topics that a worker follows, records of open transactions included. A commit returns before its
 * markers are written, so the last stable offset may lie before a feature whose commit has returned; the high watermark
 * never does. One thread at a time.
 */
final class HighWatermark {
    private final Consumer<byte[], byte[]> consumer;
    private final Map<String, List<TopicPartition>> partitions;
    private final List<TopicPartition> all;

    /** @param consumer read_uncommitted */
    HighWatermark(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions.stream().collect(Collectors.groupingBy(TopicPartition::topic));
        all = List.copyOf(partitions);
    }

    /**
     * The ends now.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer in time
     * @throws WorkerException if a topic has got more partitions: nobody here follows those
     */
    Map<TopicPartition, Long> get(Duration timeout) {
        partitions.forEach((topic, known) -> {
            int now = consumer.partitionsFor(topic, timeout).size();
            if (now > known.size()) {
                throw new WorkerException("the topic " + topic + " has " + now + " partitions, and had " + known.size()
                        + " when this worker started: start it again to read the new ones too");
            }
        });
        return consumer.endOffsets(all, timeout);
    }

    /**
     * The end of one partition now.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException if the brokers do not answer in time
     */
    long get(TopicPartition partition, Duration timeout) {
        return consumer.endOffsets(List.of(partition), timeout).getOrDefault(partition, 0L);
    }

    /** Where the topics begin now: what was before is gone. */
    Map<TopicPartition, Long> starts(Duration timeout) {
        return consumer.beginningOffsets(all, timeout);
    }
}
