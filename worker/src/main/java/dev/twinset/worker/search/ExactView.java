package dev.twinset.worker.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;

/** An {@link ExactIndex} at one instant, searched in groups of queries that bound the scratch memory. Any thread. */
public final class ExactView {
    private static final int GROUP = 256;

    private final int dimension;
    private final List<Rows> blocks;

    ExactView(int dimension, List<Rows> blocks) {
        this.dimension = dimension;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * For each query its best items (fewer if there are fewer), by score descending, then by item id
     * ({@link String#compareTo}: what any Java reader can repeat without decoding). A score is {@link Cosine#score}: it
     * depends on neither the other queries nor the place of a row.
     *
     * @param overlay changes on top of the index: an item with a vector replaces the row of the same id, one without
     *     hides it
     */
    public List<Found> search(List<Query> queries, Map<String, Optional<float[]>> overlay) {
        queries.forEach(query -> check(query.vector()));
        List<Found> answers = new ArrayList<>(queries.size());
        try (FloatPointer memory = new FloatPointer((long) Math.max(1, overlay.size()) * dimension)) {
            List<Rows> all = overlaid(overlay, memory);
            for (int first = 0; first < queries.size(); first += GROUP) {
                answers.addAll(search(queries.subList(first, Math.min(queries.size(), first + GROUP)), all));
            }
        }
        return answers;
    }

    private List<Found> search(List<Query> queries, List<Rows> all) {
        try (TopKScan scan = new TopKScan(dimension, queries)) {
            all.forEach(scan::scan);
            return scan.best();
        }
    }

    /** The blocks without the overlay's items, and the overlay as one block more. */
    private List<Rows> overlaid(Map<String, Optional<float[]>> overlay, FloatPointer memory) {
        if (overlay.isEmpty()) {
            return blocks;
        }
        List<Rows> all = new ArrayList<>(blocks.size() + 1);
        all.add(rowsOf(overlay, memory));
        for (Rows block : blocks) {
            Rows.Ids visible = place -> {
                String itemId = block.ids().at(place);
                return itemId == null || overlay.containsKey(itemId) ? null : itemId;
            };
            all.add(new Rows(block.memory(), block.pointer(), block.count(), visible));
        }
        return all;
    }

    private Rows rowsOf(Map<String, Optional<float[]>> overlay, FloatPointer memory) {
        List<String> ids = new ArrayList<>(overlay.size());
        var copy = memory.asBuffer();
        overlay.forEach((itemId, vector) -> vector.ifPresent(v -> {
            check(v);
            ids.add(itemId);
            copy.put(v);
        }));
        return new Rows(memory.asBuffer(), memory, ids.size(), ids::get);
    }

    private void check(float[] vector) {
        if (vector.length != dimension || !Cosine.isUnit(vector)) {
            throw new IllegalArgumentException("expected a unit vector of " + dimension + " dimensions, got "
                    + vector.length + " dimensions" + (vector.length == dimension ? " of another length than 1" : ""));
        }
    }
}
