package dev.twinset.worker.search;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the items whose vectors are most similar. An index itself belongs to one owner, who guards it by one lock; the
 * views it gives may be searched by any thread without that lock.
 */
public interface SimilarityIndex {
    /** Live items. */
    int items();

    boolean contains(String itemId);

    /** The index as it is now: changes that come later do not touch it. Cheap enough to take one for each search. */
    View view();

    /** An index at one instant. */
    interface View {
        /**
         * For each query the {@code k} best items (fewer if there are fewer), by score descending, then by item id
         * ({@link String#compareTo}: what any Java reader can repeat without decoding). A score is
         * {@link Cosine#score}: it depends on neither the other queries nor the place of a row.
         *
         * @param overlay changes on top of the index: an item with a vector replaces the row of the same id, one
         *     without hides it
         */
        List<List<ScoredItem>> search(List<SimilarityQuery> queries, int k, Map<String, Optional<float[]>> overlay);
    }
}
