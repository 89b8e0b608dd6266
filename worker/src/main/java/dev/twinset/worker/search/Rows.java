package dev.twinset.worker.search;

import dev.twinset.worker.attributes.AttributeView;
import java.nio.FloatBuffer;
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

    Rows with(Ids others) {
        return new Rows(memory, pointer, count, others, attributes, sets);
    }

    void read(int row, float[] into) {
        memory.get(row * into.length, into);
    }
}
