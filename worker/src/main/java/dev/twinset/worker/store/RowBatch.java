package dev.twinset.worker.store;

import java.util.List;
import java.util.Map;

/**
 * One atomic change of a store.
 *
 * @param itemIds the items of the new rows
 * @param vectors their vectors, not copied
 * @param deadRows rows that are superseded or deleted by it
 * @param offsets partition to the next offset to read, for the partitions that moved
 */
public record RowBatch(List<String> itemIds, List<float[]> vectors, int[] deadRows, Map<Integer, Long> offsets) {
    public RowBatch {
        itemIds = List.copyOf(itemIds);
        vectors = List.copyOf(vectors);
        deadRows = deadRows.clone();
        offsets = Map.copyOf(offsets);
        if (itemIds.size() != vectors.size()) {
            throw new IllegalArgumentException(itemIds.size() + " ids for " + vectors.size() + " vectors");
        }
    }

    @Override
    public int[] deadRows() {
        return deadRows.clone();
    }
}
