package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.option.AnswerOptions;
import java.util.Optional;

/**
 * One search.
 *
 * @param vector unit vector, not copied
 * @param itself the item that asks: it is not found, and its copies are told apart; empty if no item asks
 * @param options what the answer must be; the filter is resolved
 */
public record Query(float[] vector, Optional<String> itself, AnswerOptions options) {
    public Query {
        requireNonNull(vector, "vector is null");
        requireNonNull(itself, "itself is null");
        requireNonNull(options, "options is null");
    }

    /** A search that asks for nothing in particular. */
    public Query(float[] vector, Optional<String> itself) {
        this(vector, itself, AnswerOptions.DEFAULT);
    }
}
