package dev.twinset.worker.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of a consumer in a group, as its rebalance callbacks have told them.
 * {@link org.apache.kafka.clients.consumer.Consumer#assignment} is not that: the client's network thread removes a
 * revoked partition some time after the callback has returned, and until then a pause, seek or position of what it
 * lists throws an {@link IllegalStateException}. For the thread that polls.
 */
final class AssignedPartitions implements ConsumerRebalanceListener {
    private final Set<TopicPartition> partitions = new HashSet<>();

    Set<TopicPartition> all() {
        return Set.copyOf(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
        partitions.addAll(added);
    }

    /** Also for lost ones. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> removed) {
        removed.forEach(partitions::remove);
    }
}
