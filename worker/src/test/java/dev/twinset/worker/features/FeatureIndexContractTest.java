package dev.twinset.worker.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.worker.search.Cosine;
import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.FoundItem;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.SlowSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link FeatureIndex} promises. Each implementation runs these tests by a class that extends this one. */
public abstract class FeatureIndexContractTest {
    /** Of the vectors in these tests. */
    protected static final int DIMENSION = RandomFeatures.DIMENSION;

    /** Opens the index; in one test always the same, which was closed before. */
    protected abstract FeatureIndex open() throws IOException;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersLikeAPlainMapThroughUpdatesDeletesPendingChangesAndRestarts(long seed) throws Exception {
        RandomFeatures features = new RandomFeatures(seed);
        BruteForceIndex model = new BruteForceIndex();
        FeatureIndex index = open();
        long offset = 0;
        long described = 0;
        for (int step = 0; step < steps(150); step++) {
            List<FeatureChange> changes = features.changes(features.below(12));
            offset += changes.size() + features.below(2);
            index.apply(changes, Map.of(0, offset));
            model.apply(changes);
            List<ItemAttributes> descriptions = features.descriptions(features.below(6));
            described += descriptions.size() + features.below(2);
            index.describe(descriptions, Map.of(2, described));
            model.describe(descriptions);
            List<FeatureChange> pending = features.changes(features.below(6));
            BruteForceIndex expected = model.overlaidWith(pending);
            List<Query> queries = features.queries(1 + features.below(4));

            SearchResult result = index.search(pending, queries);

            assertItems(result.items(), expected.items(), "seed %d step %d".formatted(seed, step));
            List<String> ids = new ArrayList<>();
            index.forEachItemId(ids::add);
            assertThat(ids).as("seed %d step %d", seed, step).containsExactlyInAnyOrderElementsOf(model.itemIds());
            assertThat(result.offsets()).isEqualTo(new LogOffsets(Map.of(0, offset), Map.of(2, described)));
            assertSame(result.answers(), expected.answers(queries), "seed %d step %d".formatted(seed, step));
            if (features.below(20) == 0) {
                index.close();
                index = open();
                assertItems(index.items(), model.items(), "opened again");
                assertThat(index.offsets()).isEqualTo(LogOffsets.ofFeatures(Map.of(0, offset)));
                index.describe(model.said(), Map.of(2, described)); // the topic is read again
            }
        }
        index.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void changesThatAreReadAgainChangeNothing(long seed) throws Exception {
        RandomFeatures features = new RandomFeatures(seed);
        BruteForceIndex model = new BruteForceIndex();
        List<FeatureChange> all = new ArrayList<>();
        try (FeatureIndex index = open()) {
            for (int step = 0; step < steps(60); step++) {
                List<FeatureChange> changes = features.changes(1 + features.below(5));
                all.addAll(changes);
                model.apply(changes);
                index.apply(changes, Map.of(0, (long) all.size()));
                List<FeatureChange> again = all.subList(features.below(all.size()), all.size());
                for (int read = 0; read < again.size(); ) {
                    int next = Math.min(again.size(), read + 1 + features.below(40));
                    index.apply(again.subList(read, next), Map.of(0, (long) all.size() - again.size() + next));
                    read = next;
                }
                List<Query> queries = features.queries(3);
                SearchResult result = index.search(List.of(), queries);
                assertSame(result.answers(), model.answers(queries), "seed %d step %d".formatted(seed, step));
                assertItems(index.items(), model.items(), "seed %d step %d".formatted(seed, step));
                assertThat(index.offsets().features()).isEqualTo(Map.of(0, (long) all.size()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void theOrderOfDifferentItemsDoesNotMatter(long seed) throws Exception {
        RandomFeatures features = new RandomFeatures(seed);
        BruteForceIndex model = new BruteForceIndex();
        List<FeatureChange> changes = new ArrayList<>();
        for (int item = 0; item < 300; item++) {
            changes.add(features.put("item" + item));
        }
        model.apply(changes);
        Collections.shuffle(changes, new Random(seed));
        try (FeatureIndex index = open()) {
            index.apply(changes.subList(0, 100), Map.of(0, 100L));
            index.apply(changes.subList(100, 300), Map.of(1, 200L));
            List<Query> queries = features.queries(20);
            assertSame(index.search(List.of(), queries).answers(), model.answers(queries), "seed " + seed);
            assertThat(index.offsets().features()).isEqualTo(Map.of(0, 100L, 1, 200L));
        }
    }

    /** Writes rounds 0, 1, 2...: each moves every item at once, so a torn view would mix two rounds. */
    @Test
    void aSearchSeesABatchAndItsOffsetsWholeOrNotAtAllWhileBatchesAreApplied() throws Exception {
        int rounds = scaled(2000);
        List<float[]> vectors = new ArrayList<>();
        RandomFeatures features = new RandomFeatures(7);
        for (int i = 0; i < rounds; i++) {
            vectors.add(features.unit());
        }
        try (FeatureIndex index = open()) {
            CompletableFuture<Void> follower = CompletableFuture.runAsync(() -> {
                for (int round = 0; round < rounds; round++) {
                    List<FeatureChange> batch = new ArrayList<>();
                    for (int item = 0; item < 5; item++) {
                        batch.add(new FeatureChange("item" + item, Optional.of(vectors.get(round))));
                    }
                    try {
                        index.apply(batch, Map.of(3, 5L * (round + 1)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            float[] asked = features.unit();
            int searches = 0;
            do {
                SearchResult result = index.search(List.of(), List.of(new Query(asked, Optional.empty())));
                Long offset = result.offsets().features().get(3);
                if (offset == null) {
                    assertThat(result.items()).isZero();
                } else {
                    float score = Cosine.score(asked, vectors.get((int) (offset / 5 - 1)));
                    assertThat(result.answers().get(0).items())
                            .extracting(
                                    FoundItem::score, found -> found.copies().itemIds())
                            .containsExactly(tuple(score, List.of("item1", "item2", "item3", "item4")));
                }
                searches++;
            } while (!follower.isDone());
            follower.join();
            assertThat(searches).isPositive();
            assertThat(index.await(LogOffsets.ofFeatures(Map.of(3, 5L * rounds)), Duration.ZERO))
                    .isTrue();
        }
    }

    @Test
    void aBatchOfAnySizeIsTaken() throws Exception {
        RandomFeatures features = new RandomFeatures(10);
        int size = scaled(70_000);
        List<FeatureChange> changes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            changes.add(features.put("item" + i));
        }
        try (FeatureIndex index = open()) {
            index.apply(changes, Map.of(0, (long) size));
            assertThat(index.items()).isEqualTo(size);
        }
        try (FeatureIndex index = open()) {
            assertThat(index.items()).isEqualTo(size);
            assertThat(index.offsets().features()).isEqualTo(Map.of(0, (long) size));
        }
    }

    @Test
    void offsetsMoveOnWithoutChangesAndOutliveARestart() throws Exception {
        try (FeatureIndex index = open()) {
            assertThat(index.offsets().features()).isEmpty();
            index.apply(List.of(), Map.of(0, 5L, 1, 9L));
            index.apply(List.of(), Map.of(1, 11L));
            assertThat(index.offsets().features()).isEqualTo(Map.of(0, 5L, 1, 11L));
        }
        try (FeatureIndex index = open()) {
            assertThat(index.offsets().features()).isEqualTo(Map.of(0, 5L, 1, 11L));
            assertThat(index.items()).isZero();
        }
    }

    @Test
    void awaitReturnsWhenEveryPartitionHasReachedItsTarget() throws Exception {
        try (FeatureIndex index = open()) {
            assertThat(index.await(LogOffsets.ofFeatures(Map.of()), Duration.ZERO))
                    .isTrue();
            assertThat(index.await(LogOffsets.ofFeatures(Map.of(0, 0L)), Duration.ZERO))
                    .isTrue();
            assertThat(index.await(LogOffsets.ofFeatures(Map.of(0, 1L)), Duration.ofMillis(1)))
                    .isFalse();
            CompletableFuture<Boolean> waiting = waiting(index, LogOffsets.ofFeatures(Map.of(0, 1L, 1, 1L)));
            index.apply(List.of(), Map.of(0, 1L));
            Thread.sleep(20);
            assertThat(waiting).isNotDone();
            index.apply(List.of(), Map.of(1, 2L));
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void awaitReturnsWhenTheAttributesHaveReachedTheirTargetToo() throws Exception {
        try (FeatureIndex index = open()) {
            index.apply(List.of(), Map.of(0, 1L));
            LogOffsets target = new LogOffsets(Map.of(0, 1L), Map.of(0, 2L));
            CompletableFuture<Boolean> waiting = waiting(index, target);
            index.describe(List.of(), Map.of(0, 1L));
            Thread.sleep(20);
            assertThat(waiting).isNotDone();
            index.describe(List.of(), Map.of(0, 2L));
            assertThat(waiting.get()).isTrue();
            assertThat(index.offsets()).isEqualTo(target);
        }
    }

    /** "The same as mine" is what the item has at the time of the search, whatever its upload said. */
    @Test
    void aFilterComparesWithWhatIsSaidOfTheItemThatAsks() throws Exception {
        AnswerOptions options = new AnswerOptions(
                5, OptionalDouble.empty(), ItemFilter.parse("gender,-brand"), false, Optional.empty(), 1, 0, false);
        RandomFeatures features = new RandomFeatures(13);
        Map<String, String> own = Map.of("gender", "Men", "brand", "A");
        try (FeatureIndex index = open()) {
            index.describe(
                    List.of(new ItemAttributes("a", Optional.of(Map.of("gender", "Women", "brand", "")))), Map.of());

            SearchResult result = index.search(
                    List.of(),
                    List.of(
                            new Query(features.unit(), Optional.of("a"), own, options),
                            new Query(features.unit(), Optional.of("b"), own, options),
                            new Query(features.unit(), Optional.empty(), own, options)));

            assertThat(result.queries())
                    .extracting(query -> query.options().filter().toString())
                    .containsExactly("gender=Women", "gender=Men,brand!=A", "gender=Men,brand!=A");
        }
    }

    @Test
    void closingEndsAWaitInVain() throws Exception {
        FeatureIndex index = open();
        CompletableFuture<Boolean> waiting = waiting(index, LogOffsets.ofFeatures(Map.of(0, 1L)));
        Thread.sleep(20);
        index.close();
        assertThat(waiting.get()).isFalse();
    }

    @Test
    void aFeatureOfAnotherShapeCountsAsADeletion() throws Exception {
        RandomFeatures features = new RandomFeatures(1);
        try (FeatureIndex index = open()) {
            index.apply(List.of(features.put("a"), features.put("b")), Map.of(0, 2L));
            float[] nan = new float[DIMENSION];
            nan[0] = Float.NaN;
            index.apply(
                    List.of(
                            new FeatureChange("a", Optional.of(nan)),
                            new FeatureChange("b", Optional.of(new float[] {1})),
                            features.put("x".repeat(256))),
                    Map.of(0, 5L));
            assertThat(index.items()).isZero();
            assertThat(index.offsets().features()).isEqualTo(Map.of(0, 5L));
        }
    }

    /** Attributes are texts of any kind, and sets of them may be large. */
    @Test
    void attributesOutliveARestartWhateverTheySay() throws Exception {
        RandomFeatures features = new RandomFeatures(12);
        Map<String, String> strange = Map.of("brand", "Ä=|,%\n", "long", "x".repeat(8000), "empty", "");
        List<FeatureChange> changes = List.of(
                new FeatureChange("a", Optional.of(features.unit()), strange),
                new FeatureChange("b", Optional.of(features.unit()), Map.of("brand", "Ä")));
        try (FeatureIndex index = open()) {
            index.apply(changes, Map.of(0, 2L));
        }
        try (FeatureIndex index = open()) {
            for (Map.Entry<String, String> attribute : strange.entrySet()) {
                for (String filter : List.of(attribute.getKey(), "-" + attribute.getKey())) {
                    AnswerOptions options = new AnswerOptions(
                            5,
                            OptionalDouble.empty(),
                            ItemFilter.parse(filter).resolved(strange),
                            false,
                            Optional.empty(),
                            1,
                            0,
                            false);
                    List<Query> queries = List.of(new Query(features.unit(), Optional.empty(), options));
                    assertSame(
                            index.search(List.of(), queries).answers(),
                            new BruteForceIndex().apply(changes).answers(queries),
                            filter);
                }
            }
        }
    }

    @Test
    void aSearchAfterCloseIsRefused() throws Exception {
        FeatureIndex index = open();
        index.close();
        index.close();
        assertThatThrownBy(() -> index.search(List.of(), List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    /** Less of it, for an implementation that takes a millisecond for each change. */
    protected int scaled(int size) {
        return size;
    }

    /** How many of a test's random steps are taken, for an implementation that takes some 50 ms for each. */
    protected int steps(int steps) {
        return steps;
    }

    /** Checks a number of items; one that promises it only about overrides this. */
    protected void assertItems(long actual, long expected, String where) {
        assertThat(actual).as(where).isEqualTo(expected);
    }

    /** Score for score and bit for bit. */
    protected static void assertSame(List<Found> actual, List<Found> expected, String where) {
        assertThat(SlowSearch.values(actual)).as(where).isEqualTo(SlowSearch.values(expected));
    }

    private static CompletableFuture<Boolean> waiting(FeatureIndex index, LogOffsets target) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return index.await(target, Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
