package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * The feature log as the cluster has it.
 *
 * @param records that lie on it at most, those that compaction has dropped counted too
 * @param ends partition to its end
 */
record FeatureLog(String name, String clusterId, String topicId, long records, Map<Integer, Long> ends) {
    FeatureLog {
        requireNonNull(name, "name is null");
        requireNonNull(clusterId, "clusterId is null");
        requireNonNull(topicId, "topicId is null");
        ends = Map.copyOf(ends);
    }
}
