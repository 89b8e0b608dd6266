package dev.twinset.worker.search;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.result.Copies;

/**
 * One item of an answer.
 *
 * @param score cosine, -1..1
 * @param copies items with the same image
 * @param fallback whether the filter excludes it
 * @param vector its unit vector, not copied
 */
public record FoundItem(String itemId, float score, Copies copies, boolean fallback, float[] vector) {
    public FoundItem {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(copies, "copies is null");
        requireNonNull(vector, "vector is null");
    }
}
