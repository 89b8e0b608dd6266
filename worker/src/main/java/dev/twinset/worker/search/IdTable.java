package dev.twinset.worker.search;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Item id to its latest row: open addressing with linear probing over row numbers alone (8 bytes an item), the ids stay
 * where they are. An id is never taken out, its row only stops being live, so probing needs no markers for what was
 * removed.
 */
final class IdTable {
    private static final int FREE = -1;
    private static final int NONE = -1;

    private final IntFunction<@Nullable String> idOfRow;
    private int[] rows = new int[1024];
    private int size;

    IdTable(IntFunction<@Nullable String> idOfRow) {
        this.idOfRow = idOfRow;
        Arrays.fill(rows, FREE);
    }

    /** The latest row of {@code id}, or -1. */
    int row(String id) {
        return rows[slot(id)];
    }

    /** Notes that {@code id} stands in {@code row} from now on, where it must be readable; the row before, or -1. */
    int put(String id, int row) {
        int slot = slot(id);
        int before = rows[slot];
        rows[slot] = row;
        if (before == FREE && ++size > rows.length / 2) {
            grow();
        }
        return before == FREE ? NONE : before;
    }

    private int slot(String id) {
        int slot = start(id);
        while (rows[slot] != FREE && !id.equals(idOfRow.apply(rows[slot]))) {
            slot = (slot + 1) & (rows.length - 1);
        }
        return slot;
    }

    /** Numbers as ids have hash codes side by side: the multiplication scatters them. */
    private int start(String id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (rows.length - 1);
    }

    private void grow() {
        int[] old = rows;
        rows = new int[old.length * 2];
        Arrays.fill(rows, FREE);
        for (int row : old) {
            String id = row == FREE ? null : idOfRow.apply(row);
            if (id != null) {
                rows[slot(id)] = row;
            }
        }
    }
}
