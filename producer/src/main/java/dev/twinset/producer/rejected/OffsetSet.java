package dev.twinset.producer.rejected;

import dev.twinset.contract.redrive.RedriveMarks;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Positions on a topic, a bit each, in the pages of {@link RedriveMarks}. For one thread. */
final class OffsetSet {
    private final Map<Integer, NavigableMap<Long, BitSet>> partitions = new HashMap<>();
    private long size;

    /** False if it was in already. */
    boolean add(int partition, long offset) {
        BitSet bits = partitions
                .computeIfAbsent(partition, unused -> new TreeMap<>())
                .computeIfAbsent(offset / RedriveMarks.PAGE, unused -> new BitSet());
        int bit = (int) (offset % RedriveMarks.PAGE);
        if (bits.get(bit)) {
            return false;
        }
        bits.set(bit);
        size++;
        return true;
    }

    boolean contains(int partition, long offset) {
        BitSet bits = pages(partition).get(offset / RedriveMarks.PAGE);
        return bits != null && bits.get((int) (offset % RedriveMarks.PAGE));
    }

    long size() {
        return size;
    }

    /** The first of a partition from {@code offset} on. */
    OptionalLong next(int partition, long offset) {
        long from = offset;
        for (Map.Entry<Long, BitSet> page :
                pages(partition).tailMap(offset / RedriveMarks.PAGE).entrySet()) {
            long start = page.getKey() * RedriveMarks.PAGE;
            int bit = page.getValue().nextSetBit((int) Math.max(0, from - start));
            if (bit >= 0) {
                return OptionalLong.of(start + bit);
            }
        }
        return OptionalLong.empty();
    }

    /** All of one page, as marks hold them; no bytes if there are none. */
    byte[] page(int partition, long page) {
        BitSet bits = pages(partition).get(page);
        return bits == null ? new byte[0] : bits.toByteArray();
    }

    /** Replaces what was known of a page. */
    void replace(int partition, long page, byte[] bits) {
        NavigableMap<Long, BitSet> pages = partitions.computeIfAbsent(partition, unused -> new TreeMap<>());
        BitSet before = pages.remove(page);
        size -= before == null ? 0 : before.cardinality();
        BitSet now = BitSet.valueOf(bits);
        if (!now.isEmpty()) {
            pages.put(page, now);
            size += now.cardinality();
        }
    }

    /** The pages that end before {@code offset}. */
    List<Long> pagesBefore(int partition, long offset) {
        return List.copyOf(pages(partition).headMap(offset / RedriveMarks.PAGE).keySet());
    }

    private NavigableMap<Long, BitSet> pages(int partition) {
        return partitions.getOrDefault(partition, new TreeMap<>());
    }
}
