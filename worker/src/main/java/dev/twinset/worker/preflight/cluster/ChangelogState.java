package dev.twinset.worker.preflight.cluster;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.features.LogIdentity;
import java.util.Map;

/**
 * The changelog of features as the cluster has it.
 *
 * @param records that lie on it at most, those that compaction has dropped counted too
 * @param ends partition to its end
 */
public record ChangelogState(String name, String clusterId, String topicId, long records, Map<Integer, Long> ends) {
    public ChangelogState {
        requireNonNull(name, "name is null");
        requireNonNull(clusterId, "clusterId is null");
        requireNonNull(topicId, "topicId is null");
        ends = Map.copyOf(ends);
    }

    public LogIdentity identity() {
        return new LogIdentity(clusterId, topicId);
    }
}
