package dev.twinset.contract.redrive;

import static java.util.Objects.requireNonNull;

/**
 * Which of the dead letters of one page have been sent again. A page is {@link #PAGE} successive offsets of one
 * partition of the dead-letter topic.
 *
 * @param topicId the broker's id of the dead-letter topic: a recreated topic starts at offset 0 again, and earlier
 *     marks do not apply to it
 * @param page the first offset of the page, divided by {@link #PAGE}
 * @param bits bit i of byte j (the lowest is 0) stands for offset {@code page * PAGE + 8 * j + i}; zeros at the end may
 *     be missing; no bytes at all take the page out of the ledger
 */
public record RedriveMarks(String topicId, int partition, long page, byte[] bits) {
    /** Offsets of one page. */
    public static final int PAGE = 8192;

    public RedriveMarks {
        requireNonNull(topicId, "topicId is null");
        if (partition < 0 || page < 0) {
            throw new IllegalArgumentException(
                    "page is " + page + " of partition " + partition + ", expected both at least 0");
        }
        if (bits.length > PAGE / Byte.SIZE) {
            throw new IllegalArgumentException(
                    "page has " + bits.length + " bytes, expected at most " + PAGE / Byte.SIZE);
        }
    }
}
