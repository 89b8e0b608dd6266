package dev.twinset.worker.attributes;

import java.util.Arrays;

/**
 * Byte strings, numbered in the order in which they came, each held once: 12 bytes besides its own. One thread adds;
 * any thread may read a {@link #view()}.
 */
final class ByteTable {
    private static final int FREE = -1;

    private byte[] bytes;
    private int[] ends;
    private int[] slots;
    private int size;

    ByteTable() {
        this(new byte[256], new int[32], new int[128], 0);
        Arrays.fill(slots, FREE);
    }

    private ByteTable(byte[] bytes, int[] ends, int[] slots, int size) {
        this.bytes = bytes;
        this.ends = ends;
        this.slots = slots;
        this.size = size;
    }

    /** As it is now. It shares the arrays, in which what was added stays as it is; what came later it passes over. */
    ByteTable view() {
        return new ByteTable(bytes, ends, slots, size);
    }

    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    int start(int number) {
        return number == 0 ? 0 : ends[number - 1];
    }

    int end(int number) {
        return ends[number];
    }

    byte[] get(int number) {
        return Arrays.copyOfRange(bytes, start(number), end(number));
    }

    /** The number of {@code key}, or -1. */
    int find(byte[] key) {
        for (int slot = slot(Arrays.hashCode(key)); ; slot = (slot + 1) & (slots.length - 1)) {
            int number = slots[slot];
            if (number == FREE) {
                return -1;
            }
            if (number < size && Arrays.equals(bytes, start(number), end(number), key, 0, key.length)) {
                return number;
            }
        }
    }

    /** The number of {@code key}, which is added if it is new. */
    int add(byte[] key) {
        int found = find(key);
        if (found >= 0) {
            return found;
        }
        int start = size == 0 ? 0 : ends[size - 1];
        int end = Math.addExact(start, key.length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, bytes.length * 2L)));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        System.arraycopy(key, 0, bytes, start, key.length);
        ends[size] = end;
        put(Arrays.hashCode(key), size);
        size++;
        if (size > slots.length / 2) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        Arrays.fill(slots, FREE);
        for (int number = 0; number < size; number++) {
            put(Arrays.hashCode(get(number)), number);
        }
    }

    private void put(int hash, int number) {
        int slot = slot(hash);
        while (slots[slot] != FREE) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = number;
    }

    private int slot(int hashCode) {
        int hash = hashCode * 0x9E3779B9;
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }
}
