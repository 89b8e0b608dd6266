package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

/** @param score cosine, -1..1 */
public record ScoredItem(String itemId, float score) {
    public ScoredItem {
        requireNonNull(itemId, "itemId is null");
    }
}
