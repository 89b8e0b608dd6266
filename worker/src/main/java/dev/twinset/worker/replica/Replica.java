package dev.twinset.worker.replica;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The worker's local copy of the feature log: persisted, searchable, rebuildable. One thread (the log follower) applies
 * changes; any thread may search or wait.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Replica implements Closeable {
    private Replica() {}

    /**
     * Opens the copy under {@code directory}. A copy of another log (identity) or a damaged one is wiped and starts
     * empty, with a warning.
     *
     * @throws IOException if the directory holds features of another model or dimension, or cannot be read or written
     */
    public static Replica open(Path directory, String modelId, int dimension, LogIdentity log) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Feature-log partition to the next offset to read; a partition that was never read is missing. */
    public Map<Integer, Long> offsets() {
        throw new UnsupportedOperationException();
    }

    /** Live items. */
    public long items() {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes changes searchable, in order, and moves the offsets on; durable after {@link #sync()}. Follower thread
     * only.
     */
    public void apply(List<FeatureChange> changes, Map<Integer, Long> nextOffsets) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Forces what was applied to disk. Follower thread only. */
    public void sync() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Waits until every partition has reached its offset in {@code target}; false if {@code timeout} passed first. */
    public boolean await(Map<Integer, Long> target, Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Exact cosine search over the copy overlaid with {@code pending}: a pending change hides the copy's row of the
     * same item, a later pending change hides an earlier one. Ties break by item id. Scores do not depend on the other
     * queries or on where a row lies.
     */
    public SearchResult search(List<FeatureChange> pending, List<Query> queries, int k) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
