package dev.twinset.worker.engine;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LogOffsets;
import dev.twinset.worker.features.SearchResult;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * An {@link EngineFeatureIndex} and, as the workers' indexers would be, somebody who writes the same changes to the
 * engine, now and then and later.
 */
final class IndexedLog {
    private final SearchEngine engine;
    private final EngineSettings settings;
    private final int dimension;
    private final Random random;
    private final List<EngineDocument> unwritten = new ArrayList<>();
    private Map<Integer, Long> written = new HashMap<>();
    private Map<Integer, Long> shown = Map.of();

    IndexedLog(SearchEngine engine, EngineSettings settings, int dimension, Random random) {
        this.engine = engine;
        this.settings = settings;
        this.dimension = dimension;
        this.random = random;
    }

    FeatureIndex open() {
        WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
        return new Indexed(new EngineFeatureIndex(engine, settings, "log", dimension, shown, metrics));
    }

    private final class Indexed implements FeatureIndex {
        private final EngineFeatureIndex index;

        Indexed(EngineFeatureIndex index) {
            this.index = index;
        }

        @Override
        public void apply(List<FeatureChange> changes, Map<Integer, Long> nextOffsets) {
            index.apply(changes, nextOffsets);
            nextOffsets.forEach((partition, next) -> {
                for (int i = 0; i < changes.size(); i++) {
                    add(changes.get(i), partition, next - changes.size() + i);
                }
            });
            written.putAll(nextOffsets);
            if (random.nextInt(3) == 0) {
                writeAll();
            }
            if (random.nextInt(5) == 0) {
                show();
            }
        }

        private void add(FeatureChange change, int partition, long offset) {
            boolean usable =
                    change.vector().map(vector -> vector.length == dimension).orElse(true)
                            && change.itemId().length() < 256;
            if (usable && offset >= 0) {
                unwritten.add(new EngineDocument(
                        change.itemId(),
                        partition,
                        offset,
                        change.vector()
                                .filter(vector -> !Float.isNaN(vector[0]))
                                .map(vector -> new Item(vector, change.attributes(), change.options()))));
            }
        }

        private void writeAll() {
            engine.write(unwritten);
            unwritten.clear();
        }

        private void show() {
            writeAll();
            engine.refresh();
            shown = Map.copyOf(written);
            index.shown(shown, engine.count());
        }

        @Override
        public void close() {
            show();
            index.close();
        }

        @Override
        public SearchResult search(List<FeatureChange> pending, List<Query> queries) {
            return index.search(pending, queries);
        }

        @Override
        public boolean await(LogOffsets offsets, Duration timeout) throws InterruptedException {
            return index.await(offsets, timeout);
        }

        @Override
        public LogOffsets offsets() {
            return index.offsets();
        }

        @Override
        public Optional<Item> item(String itemId) {
            return index.item(itemId);
        }

        @Override
        public void reverse(List<float[]> vectors, ToDoubleFunction<String> floors, ObjIntConsumer<String> found) {
            index.reverse(vectors, floors, found);
        }

        @Override
        public long items() {
            return index.items();
        }

        @Override
        public void forEachItemId(Consumer<String> ids) {
            index.forEachItemId(ids);
        }

        @Override
        public void describe(List<ItemAttributes> items, Map<Integer, Long> nextOffsets) throws IOException {
            index.describe(items, nextOffsets);
        }

        @Override
        public void sync() {
            index.sync();
        }
    }
}
