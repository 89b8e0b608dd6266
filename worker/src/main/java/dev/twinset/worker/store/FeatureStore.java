package dev.twinset.worker.store;

import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.AttributeView;
import java.io.Closeable;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A persisted copy of a changelog: rows of vectors that are only ever added, marks on the rows that are dead, and the
 * offsets up to which the log is in it. A pure function of the log, so it can always be built again; hence it has no
 * log of its own. It lies in files that NumPy opens too; {@link StoreFormat} describes them.
 *
 * <p>A row's number is {@code block * rowsPerBlock() + place}; it keeps it until {@link #compact()}. The store does not
 * know which row is an item's latest: who appends says which rows die by it.
 *
 * <p>One process at a time uses a directory, and one thread the store; the memory of {@link #block} may be read by any
 * thread, up to rows whose append it knows to have returned. The thread that appends must not be interrupted: an
 * interrupt closes the files under it.
 */
public final class FeatureStore implements Closeable {
    /** The longest item id, in bytes of UTF-8; the shortest has one, and none of them may be zero. */
    public static final int MAX_ID_BYTES = 255;

    private static final Logger log = LoggerFactory.getLogger(FeatureStore.class);

    private static final int MAX_BATCH_BYTES = 4 << 20;
    private static final int MIN_DEAD_ROWS = 4096;
    private static final int APPENDS_BETWEEN_ATTEMPTS = 1000;

    private final Disk disk;
    private final Path directory;
    private final DirectoryLock lock;
    private final StoreIdentity identity;
    private final int blockRows;
    private final Map<Integer, Long> offsets;
    private Columns columns;
    /** Files that the manifest on disk names: a column may be in another by now. */
    private Set<Path> named;

    private Instant caughtUp;
    private Instant caughtUpOnDisk;
    private boolean dirty;
    private boolean broken;
    private long appends;
    private long nextAttempt;

    FeatureStore(StoreOpener opener, DirectoryLock lock, Manifest manifest, Columns columns) {
        disk = opener.disk();
        directory = opener.directory();
        identity = opener.identity();
        blockRows = opener.blockRows();
        this.lock = lock;
        this.columns = columns;
        named = columns.files();
        offsets = new TreeMap<>(manifest.offsets());
        caughtUp = manifest.caughtUpAt();
        caughtUpOnDisk = caughtUp;
    }

    /**
     * Opens the store in a directory, made if it is missing. A copy of another log is dropped with a warning.
     *
     * @param clock dates a store that is made
     * @throws CorruptStoreException if it is damaged: see {@link #recreate}
     * @throws StoreFormatException if it is of another format: see {@link #recreate}
     * @throws IOException if it holds another model, is in use, or cannot be read or written
     */
    public static FeatureStore open(Path directory, StoreIdentity identity, Clock clock) throws IOException {
        return StoreOpener.of(directory, identity, clock).open();
    }

    /** Makes an empty store in a directory, in place of one that cannot be used. */
    public static FeatureStore recreate(Path directory, StoreIdentity identity, Clock clock) throws IOException {
        return StoreOpener.of(directory, identity, clock).recreate();
    }

    public int rowsPerBlock() {
        return blockRows;
    }

    /** Rows written, dead ones included. */
    public long rows() {
        return columns.rows();
    }

    public long deadRows() {
        return columns.deadRows();
    }

    /** Partition to the next offset to read. */
    public Map<Integer, Long> offsets() {
        return Map.copyOf(offsets);
    }

    /** When the store last held all of the log: see {@link StoreFormat}. */
    public Instant caughtUp() {
        return caughtUp;
    }

    /** Notes when the store held all of the log; on disk with the next change or {@link #close}. */
    public void caughtUp(Instant at) {
        caughtUp = at;
    }

    /** The vectors of a block, row after row: direct, read-only, little endian, {@code rowsPerBlock()} rows long. */
    public FloatBuffer block(int number) {
        return columns.block(number);
    }

    /**
     * What the attribute sets of the rows mean; others after {@link #compact()}. It may be read, and is added to here.
     */
    public AttributeSets attributes() {
        return columns.attributes().sets();
    }

    /** Visits each live row, in order. */
    public void forEachLive(RowVisitor visitor) throws IOException {
        columns.forEachLive(visitor);
    }

    /** The most rows one {@link #append} takes. */
    public int maxBatchRows() {
        return Math.max(1, Math.min(rowsPerBlock(), MAX_BATCH_BYTES / (Float.BYTES * identity.dimension())));
    }

    /**
     * Adds rows, marks rows as dead and moves the offsets on: all of it or nothing. Readable on return, durable after
     * {@link #sync()}. After a failure, of a full disk say, the store is as before and the call may be repeated.
     *
     * @return the number of the first new row, the others follow
     */
    public int append(RowBatch batch) throws IOException {
        if (batch.itemIds().size() > maxBatchRows()) {
            throw new IllegalArgumentException(
                    "batch of " + batch.itemIds().size() + " rows, at most " + maxBatchRows());
        }
        refuseIfBroken();
        try {
            int first = columns.append(batch);
            offsets.putAll(batch.offsets());
            dirty = true;
            appends++;
            return first;
        } catch (IOException e) {
            throw new IOException(
                    "feature store " + directory + " could not be written: " + e.getMessage()
                            + "; nothing of the batch was kept, fix that and it can be tried again",
                    e);
        }
    }

    /** Makes everything appended durable. If that fails once, the store refuses every later change. */
    public void sync() throws IOException {
        refuseIfBroken();
        if (dirty) {
            write();
        }
    }

    /** Whether a quarter of the rows is dead, so that {@link #compact()} is worth its while. */
    public boolean isCompactionDue() {
        return deadRows() >= MIN_DEAD_ROWS && deadRows() * 4 >= rows() && appends >= nextAttempt;
    }

    /** Rewrites the live rows and drops the rest; rows get new numbers. A failure leaves everything as it was. */
    public void compact() throws IOException {
        refuseIfBroken();
        nextAttempt = appends + APPENDS_BETWEEN_ATTEMPTS;
        Columns old = columns;
        Columns compacted = Columns.create(disk, directory, identity.dimension(), blockRows, old.idWidth());
        try {
            copyLive(compacted);
            compacted.force();
            manifest(compacted).writeAside(disk, directory);
        } catch (IOException e) {
            compacted.close();
            compacted.files().forEach(StoreFiles::delete);
            throw e;
        }
        neverTrustAfterFailure(() -> Manifest.replace(disk, directory)); // from here on the new ones count
        columns = compacted;
        nextAttempt = 0;
        log.info("feature store {} compacted: {} rows, {} were dead", directory, compacted.rows(), old.deadRows());
        old.close();
        written();
    }

    /** Syncs and closes. */
    @Override
    public void close() throws IOException {
        Columns last = columns;
        try (lock;
                last) {
            refuseIfBroken();
            if (dirty || !caughtUp.equals(caughtUpOnDisk)) {
                write();
            }
        }
    }

    private void write() throws IOException {
        neverTrustAfterFailure(() -> {
            columns.force();
            manifest(columns).writeAside(disk, directory);
            Manifest.replace(disk, directory);
        });
        written();
    }

    private void written() throws IOException {
        dirty = false;
        caughtUpOnDisk = caughtUp;
        if (!columns.files().equals(named)) {
            named = columns.files();
            StoreFiles.deleteAllBut(directory, named);
        }
    }

    /** The disk may have dropped what it failed to write and call the next sync a success. */
    private void neverTrustAfterFailure(DiskAction action) throws IOException {
        broken = true;
        try {
            action.run();
        } catch (IOException e) {
            throw new IOException(
                    "feature store " + directory + " could not be synced: " + e.getMessage()
                            + "; what is on disk is unknown now, fix that, then restart the worker",
                    e);
        }
        broken = false;
    }

    private void refuseIfBroken() throws IOException {
        if (broken) {
            throw new IOException("feature store " + directory
                    + " could not be synced earlier, so what is on disk is unknown: fix that, then restart the worker");
        }
    }

    private Manifest manifest(Columns of) {
        return Manifest.of(identity, caughtUp, of, offsets);
    }

    private void copyLive(Columns target) throws IOException {
        List<String> ids = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        List<Map<String, String>> attributes = new ArrayList<>();
        AttributeView sets = attributes().view();
        int most = maxBatchRows();
        forEachLive((row, itemId, set) -> {
            ids.add(itemId);
            vectors.add(vector(row));
            attributes.add(sets.get(set));
            if (ids.size() == most) {
                target.append(new RowBatch(ids, vectors, attributes, new int[0], Map.of()));
                ids.clear();
                vectors.clear();
                attributes.clear();
            }
        });
        target.append(new RowBatch(ids, vectors, attributes, new int[0], Map.of()));
    }

    private float[] vector(int row) {
        float[] vector = new float[identity.dimension()];
        block(row / rowsPerBlock()).get(row % rowsPerBlock() * vector.length, vector);
        return vector;
    }

    /** Is given the live rows, with the number of the attribute set of each. */
    @FunctionalInterface
    public interface RowVisitor {
        void visit(int row, String itemId, int attributeSet) throws IOException;
    }

    @FunctionalInterface
    private interface DiskAction {
        void run() throws IOException;
    }
}
