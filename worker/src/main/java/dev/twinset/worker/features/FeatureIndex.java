package dev.twinset.worker.features;

import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * The features that a search runs over: a searchable copy of the changelog. Whoever searches or follows the log knows
 * this interface alone, wherever the copy is kept. {@code FeatureIndexContractTest} checks what it promises.
 *
 * <p>One thread, the log follower, calls {@link #apply}, {@link #sync} and {@link #close}; any thread may call the
 * rest.
 */
public interface FeatureIndex extends Closeable {
    /**
     * Answers each query as {@link Found} says, from the copy overlaid with {@code pending}: a pending change hides
     * what the copy holds of the same item, and a later pending change hides an earlier one. An answer does not depend
     * on the other queries.
     *
     * @param pending changes that are not yet in the log, oldest first
     * @throws IllegalStateException if the index is closed
     */
    SearchResult search(List<FeatureChange> pending, List<Query> queries);

    /**
     * Waits until every partition of the changelog has reached its offset; false if {@code timeout} passed first or the
     * index was closed.
     *
     * @param offsets partition to the next offset to read
     */
    boolean await(Map<Integer, Long> offsets, Duration timeout) throws InterruptedException;

    /** Changelog partition to the next offset to read; a partition that was never read is missing. */
    Map<Integer, Long> offsets();

    /** What the copy holds of an item. */
    Optional<Item> item(String itemId);

    /**
     * Finds the items to which a vector is at least as similar as a floor of each item, and perhaps a few more.
     *
     * @param floors of an item; positive infinity for one that is not looked for
     * @param found takes an item and the number of a vector
     */
    void reverse(List<float[]> vectors, ToDoubleFunction<String> floors, ObjIntConsumer<String> found);

    /** Live items. */
    long items();

    /** Ids of the live items; all at once, so for a check that is rare. */
    List<String> itemIds();

    /**
     * Makes changes searchable, in order, and moves the offsets on; durable after {@link #sync}. A vector or id that no
     * worker can have written counts as a deletion, with a warning.
     *
     * @throws IOException if they cannot be written, because the disk is full for example; the call may be repeated
     */
    void apply(List<FeatureChange> changes, Map<Integer, Long> nextOffsets) throws IOException;

    /** Makes what was applied durable. */
    void sync() throws IOException;

    /** Syncs and closes, once the follower has stopped; searches that still run end well. */
    @Override
    void close() throws IOException;
}
