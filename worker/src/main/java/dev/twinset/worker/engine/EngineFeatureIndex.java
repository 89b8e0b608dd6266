package dev.twinset.worker.engine;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.worker.attributes.Descriptions;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.IndexProgress;
import dev.twinset.worker.features.LogOffsets;
import dev.twinset.worker.features.SearchResult;
import dev.twinset.worker.features.UsableChanges;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.search.ExactView;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The changelog in two levels: an engine that many workers share holds what it shows, and this worker's {@link Tail}
 * what came later. A search asks the engine for candidates, scores them itself from the stored vectors, and compares
 * the tail exactly. So it sees every change that was committed before it began (G1), though the engine shows changes a
 * second late; but an item of the engine's part may be missing, because the engine searches approximately.
 *
 * <p>The order within a search is what makes it complete. What the tail forgets, the engine shows: so the tail keeps
 * what the engine did not show before the engine was asked, and is looked at afterwards. What the engine shows is
 * hidden by newer changes of the same item in the tail.
 *
 * <p>The lock of {@link IndexProgress} guards the tail; no call of the engine is made under it.
 */
public final class EngineFeatureIndex implements FeatureIndex {
    private static final Duration HITS_IN_TAIL = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 10;

    private final SearchEngine engine;
    private final EngineSettings settings;
    private final String indexId;
    private final WorkerMetrics metrics;
    private final UsableChanges usable;
    private final Descriptions descriptions = new Descriptions();
    private final Tail tail;
    private final IndexProgress progress;
    /** What the engine showed before each search that runs now began. */
    private final List<Map<Integer, Long>> searching = new ArrayList<>();

    private Map<Integer, Long> shown;
    private long count;

    /**
     * @param engine prepared; closed with this
     * @param indexId what {@link SearchEngine#prepare} returned
     * @param shown the first record of each partition of the changelog that the engine may not show yet: following
     *     begins there
     */
    public EngineFeatureIndex(
            SearchEngine engine,
            EngineSettings settings,
            String indexId,
            int dimension,
            Map<Integer, Long> shown,
            WorkerMetrics metrics) {
        this.engine = engine;
        this.settings = settings;
        this.indexId = indexId;
        this.metrics = metrics;
        usable = new UsableChanges(dimension);
        tail = new Tail(dimension, descriptions);
        this.shown = Map.copyOf(shown);
        progress = new IndexProgress("the index " + indexId, LogOffsets.ofFeatures(shown));
        count = engine.count();
    }

    /** Names the index of the engine. */
    public String indexId() {
        return indexId;
    }

    public SearchEngine engine() {
        return engine;
    }

    /** The engine shows every record before these, and holds so many items. Any thread. */
    public void shown(Map<Integer, Long> before, long items) {
        progress.locked(() -> {
            Map<Integer, Long> latest = new HashMap<>(shown);
            before.forEach((partition, offset) -> latest.merge(partition, offset, Math::max));
            shown = Map.copyOf(latest);
            count = items;
            forget();
        });
    }

    private void forget() {
        Map<Integer, Long> before = new HashMap<>(shown);
        for (Map<Integer, Long> search : searching) {
            before.replaceAll((partition, offset) -> Math.min(offset, search.getOrDefault(partition, 0L)));
        }
        tail.dropBefore(before);
    }

    /** Changes in memory that the engine does not show yet. */
    public int tailItems() {
        return progress.locked(tail::size);
    }

    @Override
    public boolean accepts() {
        return tailItems() < settings.tailItems();
    }

    /** @throws EngineUnavailableException if the engine does not answer completely, or lags too far behind */
    @Override
    public SearchResult search(List<FeatureChange> pending, List<Query> queries) {
        if (!accepts()) {
            throw new EngineUnavailableException("the engine lags " + tailItems()
                    + " changes behind the changelog, and engine.tail.items is " + settings.tailItems());
        }
        Map<String, Optional<Item>> overlay = usable.lastOfEach(pending);
        Map<Integer, Long> before = progress.locked(() -> {
            searching.add(shown);
            return shown;
        });
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<SearchResult> result = search(queries, overlay);
                if (result.isPresent()) {
                    return result.get();
                }
            }
            throw new EngineUnavailableException(
                    "items and their attributes change while the engine searches, " + ATTEMPTS + " times in a row");
        } finally {
            progress.locked(() -> {
                searching.remove(before);
                forget();
            });
        }
    }

    /** Empty if a change came in between that the engine's part does not know of, and the rest does. */
    private Optional<SearchResult> search(List<Query> queries, Map<String, Optional<Item>> overlay) {
        List<Query> asked = progress.whileOpen(() -> resolved(queries));
        EngineCandidates candidates =
                new EngineCandidates(engine, settings, metrics, asked, this::isDescribed, this::present);
        List<List<EngineDocument>> first = candidates.first();
        awaitTail(first);
        Optional<Supplier<SearchResult>> search = progress.whileOpen(() -> {
            if (!resolved(queries).equals(asked) || candidates.isOutdated()) {
                return Optional.empty();
            }
            ExactView view = tail.index().view();
            Map<String, Optional<Item>> pending = tail.index().described(overlay);
            LogOffsets searched = offsets();
            long items = items(overlay);
            candidates.answerFrom(first, searched.features(), overlay.keySet());
            return Optional.of(() -> new SearchResult(
                    items, searched, asked, view.search(asked, pending, candidates), settings.exact()));
        });
        return search.map(Supplier::get).filter(result -> !isOutdated(result, candidates));
    }

    /** Whether candidates were asked for once more, after a change that the rest of the answer does not know of. */
    private boolean isOutdated(SearchResult result, EngineCandidates candidates) {
        boolean described =
                result.queries().stream().anyMatch(query -> query.options().usesAttributes())
                        && !offsets().attributes().equals(result.offsets().attributes());
        return candidates.haveAskedAgain() && (candidates.haveMetNewer() || described);
    }

    private List<Query> resolved(List<Query> queries) {
        return queries.stream().map(query -> query.resolved(descriptions::get)).toList();
    }

    /** What is newer than the tail may hide something older that belongs in the answer. */
    private void awaitTail(List<List<EngineDocument>> documents) {
        Map<Integer, Long> next = new HashMap<>();
        documents.forEach(
                list -> list.forEach(document -> next.merge(document.partition(), document.offset() + 1, Math::max)));
        try {
            await(LogOffsets.ofFeatures(next), HITS_IN_TAIL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted", e);
        }
    }

    private boolean isDescribed(String attribute) {
        return progress.locked(() -> descriptions.names(attribute));
    }

    /** What a document is now; empty if a newer change hides it. */
    private Optional<Item> present(EngineDocument document) {
        return progress.locked(() -> tail.holds(document.itemId())
                ? Optional.empty()
                : document.item().map(item -> described(document.itemId(), item)));
    }

    private Item described(String itemId, Item item) {
        Map<String, String> said = descriptions.get(itemId);
        return said.isEmpty()
                ? item
                : new Item(item.vector(), ItemAttributes.over(item.attributes(), said), item.options());
    }

    /** About: whether the engine holds an older document of an item is not known. */
    private long items(Map<String, Optional<Item>> overlay) {
        long pending = overlay.entrySet().stream()
                .filter(change -> change.getValue().isPresent() && !tail.holds(change.getKey()))
                .count();
        return count + tail.index().items() + pending;
    }

    @Override
    public boolean await(LogOffsets target, Duration timeout) throws InterruptedException {
        return progress.await(target, timeout);
    }

    @Override
    public LogOffsets offsets() {
        return progress.offsets();
    }

    @Override
    public Optional<Item> item(String itemId) {
        if (progress.locked(() -> tail.holds(itemId))) {
            return progress.locked(() -> tail.item(itemId).map(item -> described(itemId, item)));
        }
        return engine.document(itemId)
                .flatMap(EngineDocument::item)
                .map(item -> progress.locked(() -> described(itemId, item)));
    }

    /** @throws UnsupportedOperationException the engine knows no floors of its items */
    @Override
    public void reverse(List<float[]> vectors, ToDoubleFunction<String> floors, ObjIntConsumer<String> found) {
        throw new UnsupportedOperationException("standing recommendations need search.engine=local");
    }

    @Override
    public long items() {
        return progress.locked(() -> items(Map.of()));
    }

    @Override
    public void forEachItemId(Consumer<String> ids) {
        Map<String, Boolean> newer = progress.locked(tail::items);
        engine.forEachItemId(itemId -> {
            if (!newer.containsKey(itemId)) {
                ids.accept(itemId);
            }
        });
        newer.forEach((itemId, live) -> {
            if (live) {
                ids.accept(itemId);
            }
        });
    }

    @Override
    public void apply(List<FeatureChange> changes, Map<Integer, Long> nextOffsets) {
        Map<String, Optional<Item>> last = usable.lastOfEach(changes);
        progress.features(nextOffsets, () -> tail.add(last, nextOffsets));
    }

    @Override
    public void describe(List<ItemAttributes> items, Map<Integer, Long> nextOffsets) {
        progress.attributes(
                nextOffsets,
                () -> items.forEach(item ->
                        tail.index().describe(item.itemId(), item.attributes().orElse(Map.of()))));
    }

    /** The engine holds what it was told; the rest is read again from the changelog. */
    @Override
    public void sync() {}

    @Override
    public void close() {
        if (progress.close()) {
            engine.close();
        }
    }
}
