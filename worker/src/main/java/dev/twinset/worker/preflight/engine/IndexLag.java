package dev.twinset.worker.preflight.engine;

import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.cluster.Deadline;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.jspecify.annotations.Nullable;

/** How far an index is behind the changelog. */
@FunctionalInterface
public interface IndexLag {
    /** Records of the log that the index does not show yet. */
    AdminResult<Long> behind(String indexId, ChangelogState log);

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
                client.close(Duration.ZERO); // nothing is left to wait for
                return offsets.isForbidden()
                        ? AdminResult.failed(GroupAuthorizationException.forGroupId(group))
                        : offsets.map(committed -> behind(committed, log));
            }
        };
    }

    private static long behind(Map<TopicPartition, OffsetAndMetadata> committed, ChangelogState log) {
        return log.ends().entrySet().stream()
                .mapToLong(end -> {
                    @Nullable OffsetAndMetadata shown = committed.get(new TopicPartition(log.name(), end.getKey()));
                    return Math.max(0, end.getValue() - (shown == null ? 0 : shown.offset()));
                })
                .sum();
    }
}
