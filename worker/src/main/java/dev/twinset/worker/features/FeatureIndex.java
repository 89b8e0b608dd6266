package dev.twinset.worker.features;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The features that a search runs over: a searchable copy of the changelog, and over its attributes what the topic of
 * attributes says. Whoever searches or follows the logs knows this interface alone, wherever the copy is kept.
 * {@code FeatureIndexContractTest} checks what it promises.
 *
 * <p>One thread, the log follower, calls {@link #apply}, {@link #describe}, {@link #sync} and {@link #close}; any
 * thread may call the rest.
 */
public interface FeatureIndex extends Closeable {
    /**
     * Answers each query as {@link Found} says, from the copy overlaid with {@code pending}: a pending change hides
     * what the copy holds of the same item, and a later pending change hides an earlier one. An answer does not depend
     * on the other queries. What a filter compares with the item that asks is its attributes in the query, overlaid
     * like those in the copy.
     *
     * @param pending changes that are not yet in the log, oldest first
     * @throws IllegalStateException if the index is closed
     */
    SearchResult search(List<FeatureChange> pending, List<Query> queries);

    /**
     * Waits until every partition has reached its offset; false if {@code timeout} passed first or the index was
     * closed.
     *
     * @param offsets the next ones to read
     */
    boolean await(LogOffsets offsets, Duration timeout) throws InterruptedException;

    /** The next ones to read. */
    LogOffsets offsets();

    /** What the copy holds of an item. */
    Optional<Item> item(String itemId);

    /**
     * Finds the items to which a vector is at least as similar as a floor of each item, and perhaps a few more.
     *
     * @param floors of an item; positive infinity for one that is not looked for
     * @param found takes an item and the number of a vector
     */
    void reverse(List<float[]> vectors, ToDoubleFunction<String> floors, ObjIntConsumer<String> found);

    /** Live items; about, if the copy is kept elsewhere. */
    long items();

    /** Whether it takes changes now; if not, for example because it is too far ahead of an engine, it will again. */
    default boolean accepts() {
        return true;
    }

    /**
     * Names every live item, for a check that is rare. What changes meanwhile may be named twice or not at all; nothing
     * that stays is left out.
     */
    void forEachItemId(Consumer<String> ids);

    /** The live items that are wanted, named as by {@link #forEachItemId}. */
    default Set<String> itemIds(Predicate<String> wanted) {
        Set<String> ids = new HashSet<>();
        forEachItemId(itemId -> {
            if (wanted.test(itemId)) {
                ids.add(itemId);
            }
        });
        return ids;
    }

    /**
     * Makes changes searchable, in order, and moves the offsets on; durable after {@link #sync}. A vector or id that no
     * worker can have written counts as a deletion, with a warning.
     *
     * @throws IOException if they cannot be written, because the disk is full for example; the call may be repeated
     */
    void apply(List<FeatureChange> changes, Map<Integer, Long> nextOffsets) throws IOException;

    /**
     * Lays what is said of items over the attributes that came with their images, and moves the offsets on. It is kept
     * for items that are not there, and in memory alone: whoever opens the index reads the topic from its beginning.
     *
     * @throws IOException if the copy must be written anew for it, and cannot be; the call may be repeated
     */
    void describe(List<ItemAttributes> items, Map<Integer, Long> nextOffsets) throws IOException;

    /** Makes what was applied durable. */
    void sync() throws IOException;

    /** Syncs and closes, once the follower has stopped; searches that still run end well. */
    @Override
    void close() throws IOException;
}
