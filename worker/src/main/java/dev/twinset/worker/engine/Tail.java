package dev.twinset.worker.engine;

import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.Descriptions;
import dev.twinset.worker.search.ExactIndex;
import dev.twinset.worker.search.Item;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The end of the changelog, in memory and searched exactly: the last change of each item that the engine does not show
 * yet, deletions included. A vector is held once, outside the heap, and equal attributes once. Not thread-safe, but for
 * the views.
 */
final class Tail {
    private static final int ROWS_PER_BLOCK = 1024;
    /** Changes that are out of date, on top of those that are not, before they are let go. */
    private static final int SPARE_CHANGES = 8 * ROWS_PER_BLOCK;

    private final int dimension;
    private final Descriptions descriptions;
    private final Deque<Batch> batches = new ArrayDeque<>();
    /** The last change of each item. */
    private final Map<String, Change> newest = new HashMap<>();

    private Rows rows;
    /** That the batches hold, out of date or not. */
    private int changes;

    private long lastBatch;

    /**
     * Items that were changed together.
     *
     * @param number in the order of the log
     * @param next where the log was read to after these changes
     */
    private record Batch(long number, Set<String> itemIds, Map<Integer, Long> next) {}

    /**
     * The last of an item.
     *
     * @param batch its number
     * @param stored empty for a deletion
     */
    private record Change(long batch, Optional<Stored> stored) {}

    /** An item: the row of its vector, and the number of its attributes. */
    private record Stored(int row, int attributes, Map<String, String> options) {}

    Tail(int dimension, Descriptions descriptions) {
        this.dimension = dimension;
        this.descriptions = descriptions;
        rows = new Rows();
    }

    /** @param next where the log is read to with them, at the latest */
    void add(Map<String, Optional<Item>> items, Map<Integer, Long> next) {
        if (items.isEmpty()) {
            return;
        }
        Batch batch = new Batch(++lastBatch, new HashSet<>(items.keySet()), next);
        batches.add(batch);
        changes += items.size();
        items.forEach((itemId, item) -> {
            newest.put(itemId, new Change(batch.number(), item.map(live -> rows.put(itemId, live))));
            if (item.isEmpty()) {
                rows.index.remove(itemId);
            }
        });
        compact();
    }

    /** Forgets what the engine shows: everything before {@code shown}. */
    void dropBefore(Map<Integer, Long> shown) {
        while (!batches.isEmpty() && isBefore(batches.element(), shown)) {
            Batch batch = batches.remove();
            changes -= batch.itemIds().size();
            batch.itemIds().stream().filter(itemId -> isNewest(itemId, batch)).forEach(itemId -> {
                newest.remove(itemId);
                rows.index.remove(itemId);
            });
        }
        compact();
    }

    private boolean isNewest(String itemId, Batch batch) {
        Change change = newest.get(itemId);
        return change != null && change.batch() == batch.number();
    }

    /** Lets go of what is out of date, when it is most of what is held. */
    private void compact() {
        int most = 2 * newest.size() + SPARE_CHANGES;
        if (changes > most) {
            batches.forEach(batch -> batch.itemIds().removeIf(itemId -> !isNewest(itemId, batch)));
            batches.removeIf(batch -> batch.itemIds().isEmpty());
            changes = newest.size();
        }
        if (rows.count > most) {
            Rows before = rows;
            rows = new Rows();
            newest.replaceAll((itemId, change) ->
                    new Change(change.batch(), change.stored().map(item -> rows.put(itemId, before.item(item)))));
        }
    }

    private static boolean isBefore(Batch batch, Map<Integer, Long> shown) {
        return batch.next().entrySet().stream()
                .allMatch(partition -> shown.getOrDefault(partition.getKey(), 0L) >= partition.getValue());
    }

    /** Whether the last change of an item is here. */
    boolean holds(String itemId) {
        return newest.containsKey(itemId);
    }

    /** An item as its last change says, if that is here; empty for a deletion. */
    Optional<Item> item(String itemId) {
        Change change = newest.get(itemId);
        return change == null ? Optional.empty() : change.stored().map(rows::item);
    }

    /** The items; what is said of them is told to it. */
    ExactIndex index() {
        return rows.index;
    }

    /** Items that are here, those that are deleted included. */
    int size() {
        return newest.size();
    }

    /** Of the items that are here, and whether they are there still. */
    Map<String, Boolean> items() {
        Map<String, Boolean> items = new HashMap<>();
        newest.keySet().forEach(itemId -> items.put(itemId, rows.index.contains(itemId)));
        return items;
    }

    /** The vectors, and the index over them. */
    private final class Rows {
        private final List<FloatBuffer> blocks = new ArrayList<>();
        private final AttributeSets sets = new AttributeSets();
        private final ExactIndex index = new ExactIndex(dimension, ROWS_PER_BLOCK, blocks::get, sets, descriptions);
        private int count;

        Stored put(String itemId, Item item) {
            int row = count++;
            if (row / ROWS_PER_BLOCK == blocks.size()) {
                blocks.add(ByteBuffer.allocateDirect(ROWS_PER_BLOCK * dimension * Float.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer());
            }
            vector(row).put(item.vector());
            int attributes = sets.add(item.attributes());
            index.put(row, itemId, attributes);
            return new Stored(row, attributes, item.options());
        }

        Item item(Stored stored) {
            float[] vector = new float[dimension];
            vector(stored.row()).get(vector);
            return new Item(vector, sets.view().get(stored.attributes()), stored.options());
        }

        private FloatBuffer vector(int row) {
            return blocks.get(row / ROWS_PER_BLOCK).slice(row % ROWS_PER_BLOCK * dimension, dimension);
        }
    }
}
