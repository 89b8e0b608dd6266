package dev.twinset.worker.features;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.worker.attributes.AttributeSets;
import dev.twinset.worker.attributes.Descriptions;
import dev.twinset.worker.search.ExactIndex;
import dev.twinset.worker.search.ExactView;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.store.CorruptStoreException;
import dev.twinset.worker.store.FeatureStore;
import dev.twinset.worker.store.RowBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of the changelog on this machine: in files, searched exactly, rebuilt from the changelog whenever it is lost.
 * What is said of items beside their images is in memory alone; the files have what came with the images.
 *
 * <p>The lock of {@link IndexProgress} is held for microseconds: files are written outside of it, and a search works on
 * a view that it took under it.
 */
public final class LocalFeatureIndex implements FeatureIndex {
    private static final Logger log = LoggerFactory.getLogger(LocalFeatureIndex.class);

    /** Attribute sets that no row has, on top of two for each row. */
    private static final int SPARE_SETS = 1 << 18;

    private final Path directory;
    private final int dimension;
    private final UsableChanges usable;
    private final FeatureStore store;
    private final Clock clock;
    private final IndexProgress progress;
    private final Descriptions descriptions = new Descriptions();
    private ExactIndex index;
    private Instant caughtUp;
    private boolean follows;
    /** When the store could not be compacted. */
    private long setsAtFailure;

    LocalFeatureIndex(Path directory, int dimension, FeatureStore store, Clock clock) throws IOException {
        this.directory = directory;
        this.dimension = dimension;
        usable = new UsableChanges(dimension);
        this.store = store;
        this.clock = clock;
        index = indexOf();
        progress = new IndexProgress("the index in " + directory, LogOffsets.ofFeatures(store.offsets()));
        caughtUp = store.caughtUp();
    }

    /** When the copy last held all of the log, as far as is known. */
    Instant caughtUp() {
        return progress.locked(() -> caughtUp);
    }

    @Override
    public LogOffsets offsets() {
        return progress.offsets();
    }

    @Override
    public long items() {
        return progress.locked(() -> index.items());
    }

    @Override
    public Optional<Item> item(String itemId) {
        return progress.locked(() ->
                progress.isClosed() ? Optional.empty() : index.item(itemId).map(ItemOptions::read));
    }

    @Override
    public void reverse(List<float[]> vectors, ToDoubleFunction<String> floors, ObjIntConsumer<String> found) {
        progress.whileOpen(() -> index.view()).reverse(vectors, floors, found);
    }

    @Override
    public void forEachItemId(Consumer<String> ids) {
        progress.locked(() -> index.itemIds()).forEach(ids);
    }

    @Override
    public void apply(List<FeatureChange> changes, Map<Integer, Long> nextOffsets) throws IOException {
        List<Map.Entry<String, Optional<Item>>> last =
                List.copyOf(usable.lastOfEach(changes).entrySet());
        int most = store.maxBatchRows();
        List<Integer> firstRows = new ArrayList<>();
        int appended = 0;
        boolean complete = false;
        try {
            // a batch too large for one record of the store: the offsets come with its last part
            for (; last.size() - appended > most; appended += most) {
                firstRows.add(append(last.subList(appended, appended + most), Map.of()));
            }
            firstRows.add(append(last.subList(appended, last.size()), nextOffsets));
            appended = last.size();
            complete = true;
        } finally {
            // all parts at once: a search never sees items whose offsets it does not name
            publish(last.subList(0, appended), firstRows, most, complete ? nextOffsets : Map.of());
        }
        compactIfDue();
    }

    @Override
    public void describe(List<ItemAttributes> items, Map<Integer, Long> nextOffsets) throws IOException {
        progress.attributes(nextOffsets, () -> {
            items.forEach(
                    item -> index.describe(item.itemId(), item.attributes().orElse(Map.of())));
            keepCaughtUp();
        });
        compactIfDue();
    }

    @Override
    public void sync() throws IOException {
        store.caughtUp(caughtUp());
        store.sync();
    }

    @Override
    public boolean await(LogOffsets target, Duration timeout) throws InterruptedException {
        boolean reached = progress.await(target, timeout);
        if (reached) {
            progress.locked(() -> {
                follows = true;
                keepCaughtUp();
            });
        }
        return reached;
    }

    @Override
    public SearchResult search(List<FeatureChange> pending, List<Query> queries) {
        Map<String, Optional<Item>> changes = usable.lastOfEach(pending);
        boolean attributes = queries.stream().anyMatch(query -> query.options().usesAttributes());
        Supplier<SearchResult> search = progress.whileOpen(() -> {
            ExactView view = index.view();
            Map<String, Optional<Item>> overlay = attributes ? index.described(changes) : changes;
            List<Query> resolved =
                    queries.stream().map(query -> query.resolved(index::said)).toList();
            LogOffsets searched = progress.offsets();
            long items = index.items() + itemsAdded(overlay);
            return () -> new SearchResult(items, searched, resolved, view.search(resolved, overlay), true);
        });
        return search.get();
    }

    @Override
    public void close() throws IOException {
        if (!progress.close()) {
            return;
        }
        store.caughtUp(caughtUp());
        store.close();
    }

    /** @return the first of the new rows */
    private int append(List<Map.Entry<String, Optional<Item>>> changes, Map<Integer, Long> nextOffsets)
            throws IOException {
        List<String> ids = new ArrayList<>();
        List<float[]> vectors = new ArrayList<>();
        List<Map<String, String>> attributes = new ArrayList<>();
        List<Integer> dead = new ArrayList<>();
        for (Map.Entry<String, Optional<Item>> change : changes) {
            index.row(change.getKey()).ifPresent(dead::add); // only this thread changes the index
            change.getValue().ifPresent(item -> {
                ids.add(change.getKey());
                vectors.add(item.vector());
                attributes.add(ItemOptions.stored(item));
            });
        }
        int[] deadRows = dead.stream().mapToInt(Integer::intValue).toArray();
        return store.append(new RowBatch(ids, vectors, attributes, deadRows, nextOffsets));
    }

    /** @param firstRows of each part of {@code partSize} changes */
    private void publish(
            List<Map.Entry<String, Optional<Item>>> changes,
            List<Integer> firstRows,
            int partSize,
            Map<Integer, Long> nextOffsets) {
        int[] sets = changes.stream()
                .mapToInt(change -> change.getValue()
                        .map(item -> store.attributes().add(ItemOptions.stored(item)))
                        .orElse(AttributeSets.NONE))
                .toArray();
        progress.features(nextOffsets, () -> {
            int row = 0;
            for (int i = 0; i < changes.size(); i++) {
                Map.Entry<String, Optional<Item>> change = changes.get(i);
                row = i % partSize == 0 ? firstRows.get(i / partSize) : row;
                if (change.getValue().isPresent()) {
                    index.put(row++, change.getKey(), sets[i]);
                } else {
                    index.remove(change.getKey());
                }
            }
            keepCaughtUp();
        });
    }

    private void keepCaughtUp() {
        if (follows) {
            caughtUp = clock.instant();
        }
    }

    /** Attribute sets are never taken out one by one, and a price that changes daily makes a new one each time. */
    private void compactIfDue() throws IOException {
        if (store.isCompactionDue() || sets() > Math.max(2 * store.rows(), setsAtFailure) + SPARE_SETS) {
            compact();
        }
    }

    private long sets() {
        return store.attributes().view().sets();
    }

    private void compact() throws IOException {
        try {
            store.compact();
        } catch (IOException e) {
            log.warn("feature store {} could not be compacted, which is tried again later", directory, e);
            setsAtFailure = sets();
            return;
        }
        setsAtFailure = 0;
        ExactIndex compacted = indexOf();
        progress.locked(() -> {
            index = compacted;
        });
    }

    private long itemsAdded(Map<String, Optional<Item>> overlay) {
        long added = 0;
        for (Map.Entry<String, Optional<Item>> change : overlay.entrySet()) {
            int before = index.contains(change.getKey()) ? 1 : 0;
            int after = change.getValue().isPresent() ? 1 : 0;
            added += after - before;
        }
        return added;
    }

    private ExactIndex indexOf() throws IOException {
        ExactIndex loaded =
                new ExactIndex(dimension, store.rowsPerBlock(), store::block, store.attributes(), descriptions);
        store.forEachLive((row, itemId, set) -> {
            if (loaded.put(row, itemId, set).isPresent()) {
                throw new CorruptStoreException("row " + row + " is a second live row of item " + itemId, directory);
            }
        });
        return loaded;
    }
}
