package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What stands in a row.
 *
 * @param vector unit vector, not copied
 * @param attributes what the catalogue says of the item
 */
public record Item(float[] vector, Map<String, String> attributes) {
    public Item {
        requireNonNull(vector, "vector is null");
        attributes = Map.copyOf(attributes);
    }
}
