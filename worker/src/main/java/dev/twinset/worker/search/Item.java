package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What stands in a row.
 *
 * @param vector unit vector, not copied
 * @param attributes what the catalogue says of the item
 * @param options what its upload asked of its answer
 */
public record Item(float[] vector, Map<String, String> attributes, Map<String, String> options) {
    public Item {
        requireNonNull(vector, "vector is null");
        attributes = Map.copyOf(attributes);
        options = Map.copyOf(options);
    }

    /** Of an upload that asked for nothing in particular. */
    public Item(float[] vector, Map<String, String> attributes) {
        this(vector, attributes, Map.of());
    }
}
