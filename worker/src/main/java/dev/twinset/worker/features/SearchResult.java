package dev.twinset.worker.features;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.Query;
import java.util.List;

/**
 * @param items live items that were searched, pending ones included
 * @param offsets of the first records that were not part of the search
 * @param queries with their filters resolved
 * @param answers one for each query
 * @param exact whether the answers are what {@link Found} says; if not, an item that belongs in one may be missing
 */
public record SearchResult(long items, LogOffsets offsets, List<Query> queries, List<Found> answers, boolean exact) {
    public SearchResult {
        requireNonNull(offsets, "offsets is null");
        queries = List.copyOf(queries);
        answers = List.copyOf(answers);
    }
}
