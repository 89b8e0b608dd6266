package dev.twinset.worker.search;

import dev.twinset.vision.memory.OffHeap;
import dev.twinset.worker.attributes.AttributeSets;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.FloatPointer;

/** An {@link ExactIndex} at one instant. Any thread may search it. */
public final class ExactView {
    private final int dimension;
    private final List<Rows> blocks;

    ExactView(int dimension, List<Rows> blocks) {
        this.dimension = dimension;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Answers each query, as {@link Found} says. An answer depends on neither the other queries nor the places of the
     * rows.
     *
     * @param overlay changes on top of the index: an item replaces the row of the same id, an empty one hides it; with
     *     all their attributes, {@link ExactIndex#described} where a query uses them
     */
    public List<Found> search(List<Query> queries, Map<String, Optional<Item>> overlay) {
        return search(queries, overlay, RemoteCandidates.NONE);
    }

    /** As {@link #search(List, Map)}, over the remote items too. */
    public List<Found> search(List<Query> queries, Map<String, Optional<Item>> overlay, RemoteCandidates remote) {
        queries.forEach(query -> check(query.vector()));
        boolean attributes = queries.stream().anyMatch(query -> query.options().usesAttributes());
        try (OffHeap memory = new OffHeap()) {
            return new Answering(dimension, overlaid(overlay, memory, attributes), remote).answers(queries);
        }
    }

    /**
     * Finds the items to which a vector is at least as similar as a floor of each item, and perhaps a few more.
     *
     * @param floors of an item; positive infinity for one that is not looked for
     * @param found takes an item and the number of a vector
     */
    public void reverse(List<float[]> vectors, ToDoubleFunction<String> floors, ObjIntConsumer<String> found) {
        vectors.forEach(this::check);
        try (ReverseScan scan = new ReverseScan(dimension, vectors)) {
            blocks.forEach(rows -> scan.scan(rows, floors, found));
        }
    }

    /** The blocks without the overlay's items, and the overlay as one block more. */
    private List<Rows> overlaid(Map<String, Optional<Item>> overlay, OffHeap memory, boolean attributes) {
        if (overlay.isEmpty()) {
            return blocks;
        }
        List<Rows> all = new ArrayList<>(blocks.size() + 1);
        all.add(rowsOf(overlay, memory, attributes));
        for (Rows block : blocks) {
            Rows.Ids visible = place -> {
                String itemId = block.ids().at(place);
                return itemId == null || overlay.containsKey(itemId) ? null : itemId;
            };
            all.add(block.with(visible));
        }
        return all;
    }

    private Rows rowsOf(Map<String, Optional<Item>> overlay, OffHeap memory, boolean attributes) {
        List<String> ids = new ArrayList<>(overlay.size());
        AttributeSets sets = new AttributeSets();
        int[] setOf = new int[overlay.size()];
        FloatPointer vectors = memory.floats((long) overlay.size() * dimension);
        FloatBuffer copy = vectors.asBuffer();
        overlay.forEach((itemId, change) -> change.ifPresent(item -> {
            check(item.vector());
            setOf[ids.size()] = attributes ? sets.add(item.attributes()) : AttributeSets.NONE;
            ids.add(itemId);
            copy.put(item.vector());
        }));
        return new Rows(vectors.asBuffer(), vectors, ids.size(), ids::get, sets.view(), setOf);
    }

    private void check(float[] vector) {
        if (vector.length != dimension || !Cosine.isUnit(vector)) {
            throw new IllegalArgumentException("expected a unit vector of " + dimension + " dimensions, got "
                    + vector.length + " dimensions" + (vector.length == dimension ? " of another length than 1" : ""));
        }
    }
}
