package dev.twinset.worker.store;

import static java.util.Objects.requireNonNull;

/**
 * What a store is a copy of: the features of one model, from one topic of one Kafka cluster. Vectors of two models are
 * never compared, and the offsets of one topic say nothing about another.
 */
public record StoreIdentity(String modelId, int dimension, String clusterId, String topicId) {
    public StoreIdentity {
        requireNonNull(modelId, "modelId is null");
        requireNonNull(clusterId, "clusterId is null");
        requireNonNull(topicId, "topicId is null");
        if (dimension < 1) {
            throw new IllegalArgumentException("dimension must be at least 1, not " + dimension);
        }
    }

    boolean isOfSameModel(StoreIdentity other) {
        return modelId.equals(other.modelId) && dimension == other.dimension;
    }
}
