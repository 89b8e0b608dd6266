package dev.twinset.worker.features;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * A feature was set or removed.
 *
 * @param vector unit vector, not copied; empty when the item was deleted
 * @param attributes what the catalogue says of the item; empty when it was deleted
 * @param options what its upload asked of its answer; empty when it was deleted
 */
public record FeatureChange(
        String itemId, Optional<float[]> vector, Map<String, String> attributes, Map<String, String> options) {
    public FeatureChange {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(vector, "vector is null");
        attributes = Map.copyOf(attributes);
        options = Map.copyOf(options);
    }

    /** Of an upload that asked for nothing in particular. */
    public FeatureChange(String itemId, Optional<float[]> vector, Map<String, String> attributes) {
        this(itemId, vector, attributes, Map.of());
    }

    /** Of an item of which nothing is known but its image. */
    public FeatureChange(String itemId, Optional<float[]> vector) {
        this(itemId, vector, Map.of());
    }
}
