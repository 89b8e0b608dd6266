package dev.twinset.worker.search;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * Vectors that lie row after row in native memory.
 *
 * @param memory keeps the memory alive: a pointer does not
 * @param ids the item of each row
 */
record Rows(FloatBuffer memory, FloatPointer pointer, int count, Ids ids) {
    /** What stands in a row. */
    @FunctionalInterface
    interface Ids {
        /** The item in a row; null if the row must not be found. */
        @Nullable
        String at(int row);
    }
}
