package dev.twinset.contract.feature;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * One record of the changelog.
 *
 * @param vector unit vector of the model's dimension; empty when the item was deleted
 * @param attributes what the catalogue says of the item, by the names that travel; empty when it was deleted
 * @param options what its upload asked of its answer, by the names of
 *     {@link dev.twinset.contract.option.AnswerOptions}; empty when it was deleted
 * @param session the worker session that wrote it
 * @param batch the batch of that session that it belongs to
 */
public record FeatureRecord(
        String itemId,
        Optional<float[]> vector,
        Map<String, String> attributes,
        Map<String, String> options,
        String session,
        long batch) {
    public FeatureRecord {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(vector, "vector is null");
        attributes = Map.copyOf(attributes);
        options = Map.copyOf(options);
        requireNonNull(session, "session is null");
    }

    /** Of an upload that asked for nothing in particular. */
    public FeatureRecord(
            String itemId, Optional<float[]> vector, Map<String, String> attributes, String session, long batch) {
        this(itemId, vector, attributes, Map.of(), session, batch);
    }
}
