package dev.twinset.worker.preflight.engine;

import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.cluster.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.jspecify.annotations.Nullable;

/** How far an index is behind the changelog. */
@FunctionalInterface
public interface IndexLag {
    /** Half of the shortest {@code delete.retention.ms} that the changelog should have. */
    Duration LONG = Duration.ofHours(12);

    AdminResult<Behind> behind(String indexId, ChangelogState log);

    /**
     * @param records of the log that the index does not show yet
     * @param forLong whether one of them was written longer than {@link #LONG} ago
     */
    record Behind(long records, boolean forLong) {}

    /**
     * By what the workers have committed who copy the log into the index.
     *
     * @param admin settings of an admin client
     * @param groups gives an index's group
     */
    static IndexLag of(Map<String, Object> admin, UnaryOperator<String> groups, Deadline deadline) {
        return (indexId, log) -> {
            String group = groups.apply(indexId);
            try (Admin client = Admin.create(admin)) {
                AdminResult<Map<TopicPartition, OffsetAndMetadata>> offsets = AdminResult.await(
                        client.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(), deadline);
                AdminResult<Behind> behind = offsets.isForbidden()
                        ? AdminResult.failed(GroupAuthorizationException.forGroupId(group))
                        : offsets.map(committed -> behind(committed, log, client, deadline));
                client.close(Duration.ZERO); // nothing is left to wait for
                return behind;
            }
        };
    }

    private static Behind behind(
            Map<TopicPartition, OffsetAndMetadata> committed, ChangelogState log, Admin client, Deadline deadline) {
        OffsetSpec recent = OffsetSpec.forTimestamp(System.currentTimeMillis() - LONG.toMillis());
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        long records = 0;
        for (Map.Entry<Integer, Long> end : log.ends().entrySet()) {
            TopicPartition partition = new TopicPartition(log.name(), end.getKey());
            long missing = end.getValue() - shown(committed, partition);
            if (missing > 0) {
                records += missing;
                asked.put(partition, recent);
            }
        }
        // without an answer nothing is said; -1 is that of a partition whose records are all older
        boolean forLong = AdminResult.await(client.listOffsets(asked).all(), deadline).value().stream()
                .flatMap(firsts -> firsts.entrySet().stream())
                .anyMatch(first -> first.getValue().offset() < 0
                        || shown(committed, first.getKey()) < first.getValue().offset());
        return new Behind(records, forLong);
    }

    private static long shown(Map<TopicPartition, OffsetAndMetadata> committed, TopicPartition partition) {
        @Nullable OffsetAndMetadata shown = committed.get(partition);
        return shown == null ? 0 : shown.offset();
    }
}
