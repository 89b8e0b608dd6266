package dev.twinset.worker.features;

import dev.twinset.worker.search.Found;
import java.util.List;
import java.util.Map;

/**
 * @param items live items that were searched, pending ones included
 * @param offsets changelog partition to the first offset that was not part of the search
 * @param answers one for each query
 */
public record SearchResult(long items, Map<Integer, Long> offsets, List<Found> answers) {
    public SearchResult {
        offsets = Map.copyOf(offsets);
        answers = List.copyOf(answers);
    }
}
