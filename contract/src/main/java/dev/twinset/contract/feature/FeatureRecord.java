package dev.twinset.contract.feature;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One record of the changelog.
 *
 * @param vector unit vector of the model's dimension; empty when the item was deleted
 * @param session the worker session that wrote it
 * @param batch the batch of that session that it belongs to
 */
public record FeatureRecord(String itemId, Optional<float[]> vector, String session, long batch) {
    public FeatureRecord {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(vector, "vector is null");
        requireNonNull(session, "session is null");
    }
}
