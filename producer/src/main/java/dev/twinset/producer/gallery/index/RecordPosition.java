package dev.twinset.producer.gallery.index;

/** Where a record lies in its topic. Packed into a long: 16 bits of partition, 48 of offset. */
public record RecordPosition(int partition, long offset) {
    private static final int OFFSET_BITS = 48;
    private static final long MAX_OFFSET = (1L << OFFSET_BITS) - 1;
    private static final int MAX_PARTITION = Short.MAX_VALUE;

    public RecordPosition {
        if (partition < 0 || partition > MAX_PARTITION || offset < 0 || offset > MAX_OFFSET) {
            throw new IllegalArgumentException(
                    "place is " + partition + "@" + offset + ", expected at most " + MAX_PARTITION + "@" + MAX_OFFSET);
        }
    }

    /** Never negative. */
    long packed() {
        return (long) partition << OFFSET_BITS | offset;
    }

    static RecordPosition unpacked(long packed) {
        return new RecordPosition((int) (packed >>> OFFSET_BITS), packed & MAX_OFFSET);
    }

    /** Names this version of an item in an address. */
    public String version() {
        return partition + "-" + offset;
    }
}
