package dev.twinset.worker.kafka;

import dev.twinset.contract.record.EventRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * In which partitions the present term has begun: from its first event on all that is read there is answered, whatever
 * offsets come, as the topic may be made again. Each commit says so, with its time. Poll thread only.
 */
final class TermProgress {
    private final Clock clock;
    private final Set<TopicPartition> begun = new HashSet<>();

    TermProgress(Clock clock) {
        this.clock = clock;
    }

    /**
     * A partition is read from what its group has committed, or from where the role says.
     *
     * @param committed null if there is nothing
     */
    void start(Role role, TopicPartition partition, @Nullable OffsetAndMetadata committed) {
        begun.remove(partition);
        if (role.hasBegun(committed)) {
            begun.add(partition);
        }
    }

    /** The records that another model answers: before the first that this one does. */
    BitSet built(Role role, List<EventRecord> records) {
        BitSet built = new BitSet();
        for (int i = 0; i < records.size(); i++) {
            EventRecord record = records.get(i);
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            reach(role, partition, record.offset());
            built.set(i, !begun.contains(partition));
        }
        return built;
    }

    /**
     * The offsets with a {@link CommitStamp} each.
     *
     * @param unread partitions of which something that lies before the offset is still missing: their stamp says that
     *     nobody has read them for long, so that whoever comes next looks for it
     */
    Map<TopicPartition, OffsetAndMetadata> stamped(
            Role role, Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> unread) {
        Instant now = clock.instant();
        Map<TopicPartition, OffsetAndMetadata> stamped = new HashMap<>();
        offsets.forEach((partition, next) -> {
            reach(role, partition, next.offset());
            long term = begun.contains(partition) ? role.term() : 0;
            CommitStamp stamp = new CommitStamp(unread.contains(partition) ? Instant.EPOCH : now, term);
            stamped.put(partition, new OffsetAndMetadata(next.offset(), next.leaderEpoch(), stamp.text()));
        });
        return stamped;
    }

    private void reach(Role role, TopicPartition partition, long offset) {
        if (role.answers() && offset >= role.from(partition)) {
            begun.add(partition);
        }
    }
}
