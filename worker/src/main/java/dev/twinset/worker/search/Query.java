package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One search.
 *
 * @param vector unit vector, not copied
 * @param exclude the item that must not be found, usually the one asked about
 */
public record Query(float[] vector, Optional<String> exclude) {
    public Query {
        requireNonNull(vector, "vector is null");
        requireNonNull(exclude, "exclude is null");
    }
}
