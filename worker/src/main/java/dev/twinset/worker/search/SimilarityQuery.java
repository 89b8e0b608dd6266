package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One question to an index.
 *
 * @param vector unit vector, not copied
 * @param exclude the item that must not be found
 */
public record SimilarityQuery(float[] vector, Optional<String> exclude) {
    public SimilarityQuery {
        requireNonNull(vector, "vector is null");
        requireNonNull(exclude, "exclude is null");
    }
}
