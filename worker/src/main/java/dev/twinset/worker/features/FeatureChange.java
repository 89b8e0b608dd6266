package dev.twinset.worker.features;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A feature was set or removed.
 *
 * @param vector unit vector, not copied; empty when the item was deleted
 */
public record FeatureChange(String itemId, Optional<float[]> vector) {
    public FeatureChange {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(vector, "vector is null");
    }
}
