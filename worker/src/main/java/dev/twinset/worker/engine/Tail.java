package dev.twinset.worker.engine;

import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.Descriptions;
import dev.twinset.worker.search.ExactIndex;
import dev.twinset.worker.search.Item;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The end of the changelog, in memory and searched exactly: the last change of each item that the engine does not show
 * yet, deletions included. Not thread-safe, but for the views.
 */
final class Tail {
    private static final int ROWS_PER_BLOCK = 1024;
    /** Rows that are out of date, on top of those that are not, before the index is made anew. */
    private static final int SPARE_ROWS = 8 * ROWS_PER_BLOCK;

    private final int dimension;
    private final Descriptions descriptions;
    private final Deque<Batch> batches = new ArrayDeque<>();
    /** The batch that holds the last change of each item. */
    private final Map<String, Batch> newest = new HashMap<>();

    /** The index's blocks of rows. */
    private final Map<Integer, FloatBuffer> memory = new HashMap<>();

    private AttributeSets sets;
    private ExactIndex index;
    private int rows;

    /** @param next where the log was read to after these changes */
    private record Batch(Map<String, Optional<Item>> changes, Map<Integer, Long> next) {}

    Tail(int dimension, Descriptions descriptions) {
        this.dimension = dimension;
        this.descriptions = descriptions;
        sets = new AttributeSets();
        index = indexOf();
    }

    /** @param next where the log is read to with them, at the latest */
    void add(Map<String, Optional<Item>> changes, Map<Integer, Long> next) {
        if (changes.isEmpty()) {
            return;
        }
        Batch batch = new Batch(changes, next);
        batches.add(batch);
        changes.forEach((itemId, change) -> {
            newest.put(itemId, batch);
            put(itemId, change);
        });
    }

    private void put(String itemId, Optional<Item> change) {
        if (change.isEmpty()) {
            index.remove(itemId);
            return;
        }
        int row = rows++;
        memory(row / ROWS_PER_BLOCK)
                .put(row % ROWS_PER_BLOCK * dimension, change.get().vector());
        index.put(row, itemId, sets.add(change.get().attributes()));
    }

    private FloatBuffer memory(int block) {
        return memory.computeIfAbsent(
                block,
                number -> ByteBuffer.allocateDirect(ROWS_PER_BLOCK * dimension * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer());
    }

    /** Forgets what the engine shows: everything before {@code shown}. */
    void dropBefore(Map<Integer, Long> shown) {
        while (!batches.isEmpty() && isBefore(batches.element(), shown)) {
            Batch batch = batches.remove();
            batch.changes().keySet().forEach(itemId -> {
                if (newest.remove(itemId, batch)) {
                    index.remove(itemId);
                }
            });
        }
        if (rows > 2 * newest.size() + SPARE_ROWS) {
            memory.clear();
            rows = 0;
            sets = new AttributeSets();
            index = indexOf();
            newest.forEach((itemId, batch) -> put(itemId, batch.changes().getOrDefault(itemId, Optional.empty())));
        }
    }

    private static boolean isBefore(Batch batch, Map<Integer, Long> shown) {
        return batch.next().entrySet().stream()
                .allMatch(partition -> shown.getOrDefault(partition.getKey(), 0L) >= partition.getValue());
    }

    private ExactIndex indexOf() {
        return new ExactIndex(dimension, ROWS_PER_BLOCK, this::memory, sets, descriptions);
    }

    /** Whether the last change of an item is here. */
    boolean holds(String itemId) {
        return newest.containsKey(itemId);
    }

    /** An item as its last change says, if that is here; empty for a deletion. */
    Optional<Item> item(String itemId) {
        Batch batch = newest.get(itemId);
        return batch == null ? Optional.empty() : batch.changes().getOrDefault(itemId, Optional.empty());
    }

    /** The items; what is said of them is told to it. */
    ExactIndex index() {
        return index;
    }

    /** Items that are here, those that are deleted included. */
    int size() {
        return newest.size();
    }

    /** Of the items that are here, and whether they are there still. */
    Map<String, Boolean> items() {
        Map<String, Boolean> items = new HashMap<>();
        newest.keySet().forEach(itemId -> items.put(itemId, index.contains(itemId)));
        return items;
    }
}
