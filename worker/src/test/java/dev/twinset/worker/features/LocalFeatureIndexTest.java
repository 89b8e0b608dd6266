package dev.twinset.worker.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.worker.search.Cosine;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.ScoredItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalFeatureIndexTest {
    private static final int DIMENSION = 8;
    private static final LogIdentity LOG = new LogIdentity("cluster", "topic");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersLikeAPlainMapThroughUpdatesDeletesPendingChangesAndRestarts(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, float[]> model = new HashMap<>();
        LocalFeatureIndex replica = open();
        long offset = 0;
        for (int step = 0; step < 150; step++) {
            List<FeatureChange> changes = changes(random, random.nextInt(12));
            offset += changes.size() + random.nextInt(2);
            replica.apply(changes, Map.of(0, offset));
            applyTo(model, changes);
            List<FeatureChange> pending = changes(random, random.nextInt(6));
            Map<String, float[]> expected = new HashMap<>(model);
            applyTo(expected, pending);
            List<Query> queries = queries(random, 1 + random.nextInt(4));
            int k = 1 + random.nextInt(8);

            SearchResult result = replica.search(pending, queries, k);

            assertThat(result.items()).as("seed %d step %d", seed, step).isEqualTo(expected.size());
            assertThat(result.offsets()).isEqualTo(Map.of(0, offset));
            for (int i = 0; i < queries.size(); i++) {
                assertThat(result.answers().get(i))
                        .as("seed %d step %d query %d", seed, step, i)
                        .isEqualTo(bruteForce(expected, queries.get(i), k));
            }
            if (random.nextInt(20) == 0) {
                replica.close();
                replica = open();
                assertThat(replica.items()).isEqualTo(model.size());
                assertThat(replica.offsets()).isEqualTo(Map.of(0, offset));
            }
        }
        replica.close();
    }

    /** Writes rounds 0, 1, 2...: each moves every item at once, so a torn view would mix two rounds. */
    @Test
    void aSearchSeesABatchAndItsOffsetsWholeOrNotAtAllWhileBatchesAreApplied() throws Exception {
        int rounds = 2000;
        List<float[]> vectors = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < rounds; i++) {
            vectors.add(unit(random));
        }
        try (LocalFeatureIndex replica = open()) {
            CompletableFuture<Void> follower = CompletableFuture.runAsync(() -> {
                for (int round = 0; round < rounds; round++) {
                    List<FeatureChange> batch = new ArrayList<>();
                    for (int item = 0; item < 5; item++) {
                        batch.add(new FeatureChange("item" + item, Optional.of(vectors.get(round))));
                    }
                    try {
                        replica.apply(batch, Map.of(3, round + 1L));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            });
            float[] asked = unit(random);
            int searches = 0;
            do {
                SearchResult result = replica.search(List.of(), List.of(new Query(asked, Optional.empty())), 10);
                Long offset = result.offsets().get(3);
                if (offset == null) {
                    assertThat(result.items()).isZero();
                } else {
                    float score = Cosine.score(asked, vectors.get((int) (offset - 1)));
                    assertThat(result.answers().get(0))
                            .extracting(ScoredItem::score)
                            .containsExactly(score, score, score, score, score);
                }
                searches++;
            } while (!follower.isDone());
            follower.join();
            assertThat(searches).isPositive();
            assertThat(replica.await(Map.of(3, (long) rounds), Duration.ZERO)).isTrue();
        }
    }

    @Test
    void compactionDropsSupersededRowsAndNoSearchNotices() throws Exception {
        Random random = new Random(9);
        Map<String, float[]> model = new HashMap<>();
        List<Query> queries = queries(random, 10);
        try (LocalFeatureIndex replica = open()) {
            for (int round = 0; round < 5; round++) {
                for (int first = 0; first < 3000; first += 500) {
                    List<FeatureChange> changes = new ArrayList<>();
                    for (int i = first; i < first + 500; i++) {
                        changes.add(put("item" + i, unit(random)));
                    }
                    changes.add(new FeatureChange("item" + random.nextInt(3000), Optional.empty()));
                    replica.apply(changes, Map.of(0, round * 3000L + first));
                    applyTo(model, changes);
                    SearchResult result = replica.search(List.of(), queries, 5);
                    assertThat(result.items()).isEqualTo(model.size());
                    for (int i = 0; i < queries.size(); i++) {
                        assertThat(result.answers().get(i)).isEqualTo(bruteForce(model, queries.get(i), 5));
                    }
                }
            }
        }
        assertThat(directory.resolve("000001")).as("first generation").doesNotExist();
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.items()).isEqualTo(model.size());
            assertThat(replica.offsets()).isEqualTo(Map.of(0, 14_500L));
            assertThat(replica.search(List.of(), queries, 5).answers().get(0))
                    .isEqualTo(bruteForce(model, queries.get(0), 5));
        }
    }

    @Test
    void aBatchOfAnySizeIsTaken() throws Exception {
        List<FeatureChange> changes = new ArrayList<>();
        float[] vector = unit(new Random(10));
        for (int i = 0; i < 70_000; i++) {
            changes.add(put("item" + i, vector));
        }
        try (LocalFeatureIndex replica = open()) {
            replica.apply(changes, Map.of(0, 70_000L));
            assertThat(replica.items()).isEqualTo(70_000);
        }
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.items()).isEqualTo(70_000);
            assertThat(replica.offsets()).isEqualTo(Map.of(0, 70_000L));
        }
    }

    @Test
    void offsetsMoveOnWithoutChangesAndOutliveARestart() throws Exception {
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.offsets()).isEmpty();
            replica.apply(List.of(), Map.of(0, 5L, 1, 9L));
            replica.apply(List.of(), Map.of(1, 11L));
            assertThat(replica.offsets()).isEqualTo(Map.of(0, 5L, 1, 11L));
        }
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.offsets()).isEqualTo(Map.of(0, 5L, 1, 11L));
            assertThat(replica.items()).isZero();
        }
    }

    @Test
    void awaitReturnsWhenEveryPartitionHasReachedItsTarget() throws Exception {
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.await(Map.of(), Duration.ZERO)).isTrue();
            assertThat(replica.await(Map.of(0, 0L), Duration.ZERO)).isTrue();
            assertThat(replica.await(Map.of(0, 1L), Duration.ofMillis(1))).isFalse();
            CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return replica.await(Map.of(0, 1L, 1, 1L), Duration.ofSeconds(30));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            replica.apply(List.of(), Map.of(0, 1L));
            Thread.sleep(20);
            assertThat(waiting).isNotDone();
            replica.apply(List.of(), Map.of(1, 2L));
            assertThat(waiting.get()).isTrue();
        }
    }

    @Test
    void aFeatureOfAnotherShapeCountsAsADeletion() throws Exception {
        try (LocalFeatureIndex replica = open()) {
            replica.apply(List.of(put("a", unit(new Random(1))), put("b", unit(new Random(2)))), Map.of(0, 2L));
            float[] nan = new float[DIMENSION];
            nan[0] = Float.NaN;
            replica.apply(
                    List.of(put("a", nan), put("b", new float[] {1}), put("x".repeat(256), unit(new Random(1)))),
                    Map.of(0, 5L));
            assertThat(replica.items()).isZero();
            assertThat(replica.offsets()).isEqualTo(Map.of(0, 5L));
        }
    }

    @Test
    void aDamagedCopyIsDroppedAndStartsEmpty() throws Exception {
        fill(50);
        try (var files = Files.walk(directory)) {
            Path log = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(log);
            bytes[40] ^= 1;
            Files.write(log, bytes);
        }
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.items()).isZero();
            assertThat(replica.offsets()).isEmpty();
        }
        fill(50);
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.items()).isEqualTo(50);
        }
    }

    @Test
    void aCopyOfAnotherLogIsDroppedAndStartsEmpty() throws Exception {
        fill(50);
        try (LocalFeatureIndex replica =
                LocalFeatureIndex.open(directory, "model", DIMENSION, new LogIdentity("cluster", "made again"))) {
            assertThat(replica.items()).isZero();
            assertThat(replica.offsets()).isEmpty();
        }
    }

    @Test
    void featuresOfAnotherModelAreRefusedAndKept() throws Exception {
        fill(50);
        assertThatThrownBy(() -> LocalFeatureIndex.open(directory, "other", DIMENSION, LOG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("features of model model with 8 dimensions")
                .hasMessageContaining("this worker runs model other with 8");
        assertThatThrownBy(() -> LocalFeatureIndex.open(directory, "model", 16, LOG))
                .isInstanceOf(IOException.class);
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.items()).isEqualTo(50);
        }
    }

    @Test
    void aDirectoryInUseIsRefused() throws Exception {
        try (LocalFeatureIndex replica = open()) {
            assertThat(replica.items()).isZero();
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another worker");
        }
    }

    @Test
    void aSearchAfterCloseIsRefused() throws Exception {
        LocalFeatureIndex replica = open();
        replica.close();
        replica.close();
        assertThatThrownBy(() -> replica.search(List.of(), List.of(), 5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private LocalFeatureIndex open() throws IOException {
        return LocalFeatureIndex.open(directory, "model", DIMENSION, LOG);
    }

    private void fill(int items) throws IOException {
        Random random = new Random(3);
        try (LocalFeatureIndex replica = open()) {
            for (int i = 0; i < items; i++) {
                replica.apply(List.of(put("item" + i, unit(random))), Map.of(0, i + 1L));
            }
        }
    }

    private static List<FeatureChange> changes(Random random, int count) {
        List<FeatureChange> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String itemId = "item" + random.nextInt(60);
            changes.add(
                    random.nextInt(4) == 0 ? new FeatureChange(itemId, Optional.empty()) : put(itemId, unit(random)));
        }
        return changes;
    }

    private static FeatureChange put(String itemId, float[] vector) {
        return new FeatureChange(itemId, Optional.of(vector));
    }

    private static void applyTo(Map<String, float[]> model, List<FeatureChange> changes) {
        for (FeatureChange change : changes) {
            change.vector()
                    .ifPresentOrElse(vector -> model.put(change.itemId(), vector), () -> model.remove(change.itemId()));
        }
    }

    private static List<Query> queries(Random random, int count) {
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            queries.add(new Query(
                    unit(random), random.nextBoolean() ? Optional.of("item" + random.nextInt(60)) : Optional.empty()));
        }
        return queries;
    }

    private static List<ScoredItem> bruteForce(Map<String, float[]> items, Query query, int k) {
        return items.entrySet().stream()
                .filter(item -> !query.exclude().equals(Optional.of(item.getKey())))
                .map(item -> new ScoredItem(item.getKey(), Cosine.score(query.vector(), item.getValue())))
                .sorted(Comparator.comparing(ScoredItem::score).reversed().thenComparing(ScoredItem::itemId))
                .limit(k)
                .toList();
    }

    /** One of few directions half of the time, so that equal vectors are common. */
    private static float[] unit(Random random) {
        Random source = random.nextBoolean() ? new Random(random.nextInt(5)) : random;
        float[] vector = new float[DIMENSION];
        double square = 0;
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) source.nextGaussian();
            square += (double) vector[i] * vector[i];
        }
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) (vector[i] / Math.sqrt(square));
        }
        return vector;
    }
}
