package dev.twinset.worker.preflight;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.features.LogIdentity;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * The changelog of features that a worker restores from.
 *
 * @param tombstonesLast how long it keeps deletions
 */
public record Changelog(String topic, int partitionCount, LogIdentity identity, Duration tombstonesLast) {
    public Changelog {
        requireNonNull(topic, "topic is null");
        requireNonNull(identity, "identity is null");
        requireNonNull(tombstonesLast, "tombstonesLast is null");
    }

    public List<TopicPartition> partitions() {
        return IntStream.range(0, partitionCount)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
