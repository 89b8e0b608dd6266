package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The newest metadata of this group member. It goes stale without notice, so the poll thread updates it after every
 * poll and each commit reads it again. Any thread.
 */
final class GroupMembership {
    private volatile @Nullable ConsumerGroupMetadata metadata;

    private volatile boolean leads;

    ConsumerGroupMetadata metadata() {
        return requireNonNull(metadata, "nothing has been polled yet");
    }

    void update(ConsumerGroupMetadata newest) {
        metadata = newest;
    }

    /** Whether this member reads the first partition of the images, which one member of the group does at a time. */
    boolean leads() {
        return leads;
    }

    void leads(boolean now) {
        leads = now;
    }
}
