package dev.twinset.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.FeatureIndexContractTest;
import dev.twinset.worker.features.SearchResult;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.search.FoundItem;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Of an engine that searches exactly: then answers equal brute force, whatever the engine shows and whenever. */
final class EngineFeatureIndexTest extends FeatureIndexContractTest {
    private static final float[] EAST = unit(0);
    private static final float[] NORTH = unit(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerMetrics metrics = new WorkerMetrics(registry, Clock.systemUTC());
    private final IndexedLog log = new IndexedLog(new MemoryEngine(), settings(2, 1_000_000), DIMENSION, new Random(5));

    static EngineSettings settings(int candidates, int tailItems) {
        return TestEngineSettings.at(URI.create("http://localhost:9200"))
                .candidates(candidates)
                .exact()
                .times(Duration.ofSeconds(1), Duration.ofSeconds(2))
                .tailItems(tailItems)
                .build();
    }

    private static float[] unit(int axis) {
        float[] vector = new float[DIMENSION];
        vector[axis] = 1;
        return vector;
    }

    @Override
    protected FeatureIndex open() {
        return log.open();
    }

    /** Of replaced and deleted items the engine may hold something older, and that is not looked up. */
    @Override
    protected void assertItems(long actual, long expected, String where) {
        assertThat(actual).as(where).isNotNegative();
    }

    /** The engine shows a change in the middle of a search, which the tail then could forget. */
    @Test
    void aChangeThatTheEngineShowsWhileASearchRunsIsNotLost() {
        MemoryEngine[] engine = {null};
        EngineFeatureIndex[] index = {null};
        engine[0] = new MemoryEngine() {
            @Override
            public synchronized List<List<EngineDocument>> search(List<EngineQuery> queries) {
                List<List<EngineDocument>> found = super.search(queries);
                write(List.of(new EngineDocument("new", 0, 0, Optional.of(new Item(EAST, Map.of())))));
                refresh();
                index[0].shown(Map.of(0, 1L), 1);
                return found;
            }
        };
        index[0] = new EngineFeatureIndex(engine[0], settings(20, 100), "memory", DIMENSION, Map.of(), metrics);
        index[0].apply(List.of(new FeatureChange("new", Optional.of(EAST))), Map.of(0, 1L));

        assertThat(found(index[0])).containsExactly("new");
        assertThat(index[0].tailItems()).as("and afterwards it is forgotten").isZero();
        assertThat(found(index[0])).containsExactly("new");
    }

    @Test
    void whatTheEngineShowsIsHiddenByANewerChangeAndIsNotYetPartOfTheSearchIfItIsNewerThanTheTail() {
        MemoryEngine engine = new MemoryEngine();
        EngineFeatureIndex index =
                new EngineFeatureIndex(engine, settings(20, 100), "memory", DIMENSION, Map.of(0, 3L), metrics);
        engine.write(List.of(
                new EngineDocument("gone", 0, 0, Optional.of(new Item(EAST, Map.of()))),
                new EngineDocument("moved", 0, 1, Optional.of(new Item(EAST, Map.of()))),
                new EngineDocument("kept", 0, 2, Optional.of(new Item(EAST, Map.of()))),
                new EngineDocument("newer", 1, 0, Optional.of(new Item(EAST, Map.of())))));
        engine.refresh();
        index.apply(
                List.of(new FeatureChange("gone", Optional.empty()), new FeatureChange("moved", Optional.of(NORTH))),
                Map.of(0, 5L));

        assertThat(found(index)).containsExactly("kept", "moved");
        assertThat(index.item("gone")).isEmpty();
        assertThat(index.item("moved").orElseThrow().vector()).isEqualTo(NORTH);
        assertThat(index.item("kept").orElseThrow().vector()).isEqualTo(EAST);

        index.apply(List.of(new FeatureChange("newer", Optional.of(EAST))), Map.of(1, 1L));
        assertThat(found(index)).contains("newer");
    }

    /**
     * "The same as mine" is resolved before the engine is asked, and what is said of the asking item may change then.
     */
    @Test
    void whatIsSaidWhileTheEngineSearchesIsPartOfTheSearchOrNotAtAll() {
        EngineFeatureIndex[] index = {null};
        MemoryEngine engine = new MemoryEngine() {
            @Override
            public synchronized List<List<EngineDocument>> search(List<EngineQuery> queries) {
                List<List<EngineDocument>> found = super.search(queries);
                if (searches == 1) {
                    index[0].describe(
                            List.of(new ItemAttributes("asks", Optional.of(Map.of("gender", "Women")))), Map.of(0, 1L));
                }
                return found;
            }
        };
        engine.write(List.of(
                new EngineDocument("man", 0, 0, Optional.of(new Item(EAST, Map.of("gender", "Men")))),
                new EngineDocument("woman", 0, 1, Optional.of(new Item(NORTH, Map.of("gender", "Women"))))));
        engine.refresh();
        index[0] = new EngineFeatureIndex(engine, settings(20, 100), "memory", DIMENSION, Map.of(0, 2L), metrics);
        AnswerOptions options = new AnswerOptions(
                5, OptionalDouble.empty(), ItemFilter.parse("gender"), false, Optional.empty(), 1, 0, false);
        Query query = new Query(EAST, Optional.of("asks"), Map.of("gender", "Men"), options);

        SearchResult result = index[0].search(List.of(), List.of(query));

        assertThat(result.offsets().attributes()).isEqualTo(Map.of(0, 1L));
        assertThat(result.queries().get(0).options().filter().toString()).isEqualTo("gender=Women");
        assertThat(result.answers().get(0).items())
                .extracting(FoundItem::itemId)
                .containsExactly("woman");
    }

    private static List<String> found(EngineFeatureIndex index) {
        List<String> ids = new ArrayList<>();
        index.search(List.of(), List.of(new Query(EAST, Optional.empty())))
                .answers()
                .get(0)
                .items()
                .forEach(found -> {
                    ids.add(found.itemId());
                    ids.addAll(found.copies().itemIds());
                });
        return ids;
    }

    @Test
    void anEngineThatLagsTooFarBehindEndsSearchesUntilItHasCaughtUp() {
        EngineFeatureIndex index =
                new EngineFeatureIndex(new MemoryEngine(), settings(20, 2), "memory", DIMENSION, Map.of(), metrics);
        index.apply(List.of(new FeatureChange("a", Optional.of(EAST))), Map.of(0, 1L));
        assertThat(index.accepts()).isTrue();
        index.apply(List.of(new FeatureChange("b", Optional.of(NORTH))), Map.of(0, 2L));
        assertThat(index.accepts()).isFalse();
        assertThatThrownBy(() -> found(index))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessage("the engine lags 2 changes behind the changelog, and engine.tail.items is 2");
        index.shown(Map.of(0, 1L), 1);
        assertThat(index.accepts()).isTrue();
        assertThat(found(index)).containsExactly("b");
    }

    @Test
    void theEngineIsAskedOnceUnlessTooLittleIsLeftOfWhatItFinds() {
        MemoryEngine engine = new MemoryEngine();
        EngineFeatureIndex index =
                new EngineFeatureIndex(engine, settings(10, 100), "memory", DIMENSION, Map.of(0, 100L), metrics);
        List<EngineDocument> documents = new ArrayList<>();
        List<FeatureChange> deletions = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            float[] vector = unit(0);
            double angle = i / 100.0;
            vector[0] = (float) Math.cos(angle);
            vector[1] = (float) Math.sin(angle);
            documents.add(new EngineDocument("item" + i, 0, i, Optional.of(new Item(vector, Map.of()))));
            if (i < 30) {
                deletions.add(new FeatureChange("item" + i, Optional.empty()));
            }
        }
        engine.write(documents);
        engine.refresh();
        assertThat(found(index)).startsWith("item0");
        assertThat(engine.searches).isEqualTo(1);
        assertThat(registry.get("twinset.engine.refills").counter().count()).isZero();
        index.apply(deletions, Map.of(0, 130L));
        assertThat(found(index)).contains("item30");
        assertThat(engine.searches).isEqualTo(3);
        assertThat(registry.get("twinset.engine.refills").counter().count()).isEqualTo(1);
        assertThat(registry.get("twinset.engine.search").timer().count()).isEqualTo(3);
    }
}
