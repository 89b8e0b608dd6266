package dev.twinset.worker.features;

import static java.util.Objects.requireNonNull;

/** Which changelog an index is a copy of: a topic that was deleted and made again is another log. */
public record LogIdentity(String clusterId, String topicId) {
    public LogIdentity {
        requireNonNull(clusterId, "clusterId is null");
        requireNonNull(topicId, "topicId is null");
    }

    /** Short, for the name of an index. */
    public String label() {
        return String.format("%08x", hashCode());
    }
}
