package dev.twinset.worker.search;

import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.AttributeView;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Vectors that lie row after row in native memory.
 *
 * @param memory keeps the memory alive: a pointer does not
 * @param ids the item of each row
 * @param attributes by the numbers of {@code sets}
 * @param sets the attribute set of each row
 * @param bounds of the stretches, as far as searches have made them; empty for rows without
 */
record Rows(
        FloatBuffer memory,
        FloatPointer pointer,
        int count,
        Ids ids,
        AttributeView attributes,
        int[] sets,
        @Nullable RowBounds[] bounds) {
    private static final RowBounds[] WITHOUT = {};

    /** Numbers in a cache line. */
    private static final int LINE = 16;

    /** What stands in a row. */
    @FunctionalInterface
    interface Ids {
        /** The item in a row; null if the row must not be found. */
        @Nullable
        String at(int row);
    }

    /** Items that were found elsewhere: to be read, not to be scanned. */
    static Rows of(int dimension, List<Map.Entry<String, Item>> items) {
        FloatBuffer memory = FloatBuffer.allocate(dimension * items.size());
        AttributeSets sets = new AttributeSets();
        int[] setOf = new int[items.size()];
        for (int i = 0; i < setOf.length; i++) {
            Item item = items.get(i).getValue();
            memory.put(i * dimension, item.vector());
            setOf[i] = sets.add(item.attributes());
        }
        Ids ids = place -> items.get(place).getKey();
        return new Rows(memory, new FloatPointer(), items.size(), ids, sets.view(), setOf);
    }

    /** Rows that come and go with a search. */
    Rows(FloatBuffer memory, FloatPointer pointer, int count, Ids ids, AttributeView attributes, int[] sets) {
        this(memory, pointer, count, ids, attributes, sets, WITHOUT);
    }

    Rows with(Ids others) {
        return new Rows(memory, pointer, count, others, attributes, sets, bounds);
    }

    /** The bounds of the stretch of a row. The first search makes them; two at once make the same. */
    RowBounds bounds(int row, int dimension) {
        int stretch = row / RowBounds.ROWS;
        if (stretch >= bounds.length || (stretch + 1) * RowBounds.ROWS > count) {
            return RowBounds.NONE;
        }
        RowBounds known = bounds[stretch];
        if (known == null) {
            known = RowBounds.of(memory, dimension, stretch * RowBounds.ROWS);
            bounds[stretch] = known;
        }
        return known;
    }

    /**
     * Reads one number of each cache line of a row. Nothing waits for them, so the processor fetches the lines of
     * several rows at once; {@link #read} would wait for one row after the other.
     */
    float touch(int row, int dimension) {
        float sum = 0;
        for (int i = row * dimension; i < (row + 1) * dimension; i += LINE) {
            sum += memory.get(i);
        }
        return sum;
    }

    void read(int row, float[] into) {
        memory.get(row * into.length, into);
    }
}
