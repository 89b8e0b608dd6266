package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.option.AnswerOptions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One search.
 *
 * @param vector unit vector, not copied
 * @param itself the item that asks: it is not found, and its copies are told apart; empty if no item asks
 * @param attributes of who asks, which the filter may compare with
 * @param options what the answer must be
 */
public record Query(float[] vector, Optional<String> itself, Map<String, String> attributes, AnswerOptions options) {
    public Query {
        requireNonNull(vector, "vector is null");
        requireNonNull(itself, "itself is null");
        attributes = Map.copyOf(attributes);
        requireNonNull(options, "options is null");
    }

    /** A search by an absolute filter. */
    public Query(float[] vector, Optional<String> itself, AnswerOptions options) {
        this(vector, itself, Map.of(), options);
    }

    /** A search that asks for nothing in particular. */
    public Query(float[] vector, Optional<String> itself) {
        this(vector, itself, AnswerOptions.DEFAULT);
    }

    /**
     * By the absolute filter that it comes to: searches need one.
     *
     * @param said what is said of an item beside its image, which wins over the attributes of who asks
     */
    public Query resolved(Function<String, Map<String, String>> said) {
        if (!options.filter().isRelative()) {
            return this;
        }
        Map<String, String> known =
                ItemAttributes.over(attributes, itself.map(said).orElse(Map.of()));
        return new Query(vector, itself, known, options.resolved(known));
    }
}
