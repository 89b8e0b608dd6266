package dev.twinset.worker.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A persisted copy of a feature log: rows of vectors that are only ever added, marks on the rows that are dead, and the
 * offsets up to which the log is in it. A pure function of the log, so it can always be built again.
 *
 * <p>A row's number is {@code segment * rowsPerSegment() + place}; it keeps it until {@link #compact()}. The store does
 * not know which row is an item's latest: who appends says which rows die by it. One thread at a time; the memory of
 * {@link #segment} may be read by any thread, up to rows whose append it knows to have returned.
 */
public interface FeatureStore extends Closeable {
    /** The longest item id, in bytes of UTF-8; the shortest has one, and none of them may be zero. */
    int MAX_ID_BYTES = 255;

    int rowsPerSegment();

    /** Rows written, dead ones included. */
    long rows();

    long deadRows();

    /** Partition to the next offset to read. */
    Map<Integer, Long> offsets();

    /**
     * The vectors of a segment, row after row: direct, read-only, little endian, {@code rowsPerSegment()} rows long.
     */
    FloatBuffer segment(int number);

    /** Visits each live row, in order. */
    void forEachLive(RowVisitor visitor) throws IOException;

    /** The most rows one {@link #append} takes. */
    int maxBatchRows();

    /**
     * Adds rows, marks rows as dead and moves the offsets on: all of it or nothing. Readable on return, durable after
     * {@link #sync()}. After a failure, of a full disk say, the store is as before and the call may be repeated.
     *
     * @return the number of the first new row, the others follow
     */
    int append(Batch batch) throws IOException;

    /** Forces everything appended to disk. If that fails once, the store refuses every later change. */
    void sync() throws IOException;

    /**
     * Whether a quarter of the rows is dead, or so much else has piled up, that {@link #compact()} is worth its while.
     */
    boolean isCompactionDue();

    /** Writes the live rows anew and drops the rest; rows get new numbers. A failure leaves everything as it was. */
    void compact() throws IOException;

    /** Syncs and closes. */
    @Override
    void close() throws IOException;

    /** Is told of a live row. */
    @FunctionalInterface
    interface RowVisitor {
        void visit(int row, String itemId) throws IOException;
    }
}
