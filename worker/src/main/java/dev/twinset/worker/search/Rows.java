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
 */
record Rows(FloatBuffer memory, FloatPointer pointer, int count, Ids ids, AttributeView attributes, int[] sets) {
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

    Rows with(Ids others) {
        return new Rows(memory, pointer, count, others, attributes, sets);
    }

    void read(int row, float[] into) {
        memory.get(row * into.length, into);
    }
}
