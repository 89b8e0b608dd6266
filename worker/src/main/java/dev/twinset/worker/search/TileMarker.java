package dev.twinset.worker.search;

import dev.twinset.worker.attributes.AttributeView;
import java.util.Arrays;
import java.util.Map;

/**
 * Marks the rows of a tile that have attributes named by filters. From the attributes' numbers in a view to their
 * numbers among the named ones leads a table with open addressing: it is asked for each attribute of each row.
 */
final class TileMarker {
    private static final int FREE = -1;

    private final AttributeView attributes;
    private final int[] keys;
    private final int[] values;

    TileMarker(AttributeView attributes, Map<TileFilters.Named, Integer> named) {
        this.attributes = attributes;
        keys = new int[Integer.highestOneBit(Math.max(1, named.size())) * 8];
        values = new int[keys.length];
        Arrays.fill(keys, FREE);
        named.forEach((attribute, number) -> {
            int key = attributes.attribute(attribute.name(), attribute.value());
            if (key >= 0) {
                int slot = slot(key);
                keys[slot] = key;
                values[slot] = number;
            }
        });
    }

    boolean isOf(AttributeView view) {
        return attributes == view;
    }

    /** @param marks a bit for each row of the tile, by named attribute; all clear */
    void mark(int[] sets, int first, int count, long[][] marks) {
        for (int i = 0; i < count; i++) {
            int set = sets[first + i];
            for (int j = attributes.size(set) - 1; j >= 0; j--) {
                int key = attributes.attribute(set, j);
                int slot = slot(key);
                if (keys[slot] == key) {
                    marks[values[slot]][i / Long.SIZE] |= 1L << i;
                }
            }
        }
    }

    /** @param marks by named attribute: whether the set has it */
    void mark(int set, boolean[] marks) {
        Arrays.fill(marks, false);
        for (int j = attributes.size(set) - 1; j >= 0; j--) {
            int key = attributes.attribute(set, j);
            int slot = slot(key);
            if (keys[slot] == key) {
                marks[values[slot]] = true;
            }
        }
    }

    /** Where a key stands, or the free slot where it would. */
    private int slot(int key) {
        int slot = ((key * 0x9E3779B9) >>> 7) & (keys.length - 1);
        while (keys[slot] != key && keys[slot] != FREE) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }
}
