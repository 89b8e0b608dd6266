package dev.twinset.worker.store;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * One atomic change of a store.
 *
 * @param itemIds the items of the new rows
 * @param vectors their vectors, not copied
 * @param attributes what the catalogue says of them
 * @param deadRows rows that are superseded or deleted by it
 * @param offsets partition to the next offset to read, for the partitions that moved
 */
public record RowBatch(
        List<String> itemIds,
        List<float[]> vectors,
        List<Map<String, String>> attributes,
        int[] deadRows,
        Map<Integer, Long> offsets) {
    public RowBatch {
        itemIds = List.copyOf(itemIds);
        vectors = List.copyOf(vectors);
        attributes = List.copyOf(attributes);
        deadRows = deadRows.clone();
        offsets = Map.copyOf(offsets);
        if (itemIds.size() != vectors.size() || itemIds.size() != attributes.size()) {
            throw new IllegalArgumentException(itemIds.size() + " ids for " + vectors.size() + " vectors and "
                    + attributes.size() + " sets of attributes");
        }
    }

    /** Rows of items of which nothing is known but their images. */
    public RowBatch(List<String> itemIds, List<float[]> vectors, int[] deadRows, Map<Integer, Long> offsets) {
        this(itemIds, vectors, Collections.nCopies(itemIds.size(), Map.of()), deadRows, offsets);
    }

    @Override
    public int[] deadRows() {
        return deadRows.clone();
    }
}
