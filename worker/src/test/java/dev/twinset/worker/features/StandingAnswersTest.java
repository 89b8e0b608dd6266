package dev.twinset.worker.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.result.Cause;
import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.RandomOptions;
import dev.twinset.worker.search.SlowSearch;
import dev.twinset.worker.standing.Changed;
import dev.twinset.worker.standing.Latest;
import dev.twinset.worker.standing.StandingAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingAnswersTest {
    private static final Set<Integer> PARTITIONS = Set.of(0, 1, 2);

    @TempDir
    Path directory;

    private final StandingAnswers standing = new StandingAnswers(true);
    private final Map<String, Query> queries = new HashMap<>();
    private final Map<String, Item> items = new HashMap<>();
    private FeatureIndex index;

    @BeforeEach
    void open() throws IOException {
        index = new LocalFeatureIndexOpener(
                        directory,
                        "model",
                        RandomFeatures.DIMENSION,
                        new LogIdentity("cluster", "topic"),
                        Clock.systemUTC())
                .open();
        standing.assigned(PARTITIONS, 3);
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    @Test
    void everyItemWhoseAnswerAChangeAltersIsFound() throws Exception {
        int altered = 0;
        int found = 0;
        for (long seed = 0; seed < 60; seed++) {
            RandomFeatures features = new RandomFeatures(seed);
            Random random = new Random(seed);
            apply(features.changes(seed % 2 == 0 ? 30 : 300));
            answerAll(random);
            standing.take(1000);
            Map<String, String> before = answers();
            apply(features.changes(1 + random.nextInt(3)));
            standing.scan(index);
            Set<String> dirty = takeAll();
            Set<String> differing = new TreeSet<>();
            answers().forEach((itemId, answer) -> {
                if (before.containsKey(itemId) && !answer.equals(before.get(itemId))) {
                    differing.add(itemId);
                }
            });
            differing.removeAll(changedItself); // their uploads are answered
            assertThat(dirty).as("seed %s", seed).containsAll(differing);
            altered += differing.size();
            found += dirty.size();
        }
        assertThat(altered).isGreaterThan(100);
        assertThat(found).as("items searched for %s that differ", altered).isLessThan(60 * 60);
    }

    private final Set<String> changedItself = new TreeSet<>();

    private void apply(List<FeatureChange> changes) throws Exception {
        changedItself.clear();
        List<Changed> told = new ArrayList<>();
        for (FeatureChange change : changes) {
            Optional<Item> before = index.item(change.itemId());
            index.apply(List.of(change), Map.of());
            told.add(new Changed(change.itemId(), before, index.item(change.itemId())));
            changedItself.add(change.itemId());
            change.vector()
                    .ifPresentOrElse(
                            vector ->
                                    items.put(change.itemId(), new Item(vector, change.attributes(), change.options())),
                            () -> items.remove(change.itemId()));
        }
        standing.changed(told);
        queries.keySet().retainAll(items.keySet());
    }

    private void answerAll(Random random) {
        standing.scan(index);
        standing.revoked(PARTITIONS);
        standing.assigned(PARTITIONS, 3);
        items.forEach((itemId, item) ->
                queries.put(itemId, new Query(item.vector(), Optional.of(itemId), RandomOptions.options(random))));
        queries.forEach((itemId, query) -> {
            Found found = index.search(List.of(), List.of(query)).answers().get(0);
            standing.committed(
                    Set.of(), Map.of(itemId, Optional.of(latest(query, found.floor(), standing.sequence()))));
        });
        assertThat(standing.waiting()).isZero();
    }

    private static Latest latest(Query query, double floor, long asOf) {
        return new Latest(Optional.of(query.options()), floor, 1, asOf);
    }

    private Map<String, String> answers() {
        Map<String, String> answers = new HashMap<>();
        queries.forEach((itemId, query) -> {
            Found found = SlowSearch.answer(query, items);
            answers.put(
                    itemId,
                    found.copies()
                            + found.items().stream()
                                    .map(item -> item.itemId() + item.score() + item.copies() + item.fallback())
                                    .toList()
                                    .toString());
        });
        return answers;
    }

    private Set<String> takeAll() {
        Map<String, Cause> taken = standing.take(10_000);
        standing.committed(taken.keySet(), Map.of());
        return taken.keySet();
    }

    @Test
    void anAnswerThatMayNotHaveSeenAScannedChangeIsGivenOnceMore() throws Exception {
        long asOf = standing.sequence();
        Query query = new RandomFeatures(1).queries(1).get(0);
        apply(List.of(new RandomFeatures(2).put("other")));
        commit("asked", latest(query, -1, asOf)); // nothing was scanned yet: the scan will find it
        assertThat(standing.waiting()).isZero();
        standing.scan(index);
        commit("late", latest(query, 2, asOf));
        commit("seen", latest(query, 2, standing.sequence()));
        assertThat(takeAll()).contains("late").doesNotContain("seen");
    }

    @Test
    void anItemIsNotTakenTwiceAndComesBackWhenItsBatchIsDropped() {
        standing.refresh(List.of("item"), Map.of());
        Map<String, Cause> taken = standing.take(10);
        assertThat(taken).containsOnlyKeys("item");
        standing.refresh(List.of("item"), Map.of());
        assertThat(standing.take(10)).isEmpty();
        standing.putBack(taken);
        assertThat(standing.take(10)).containsOnlyKeys("item");
    }

    @Test
    void whatOtherWorkersReadIsForgotten() {
        standing.refresh(List.of("item"), Map.of());
        Map<String, Cause> taken = standing.take(10);
        standing.putBack(taken);
        standing.revoked(PARTITIONS);
        assertThat(standing.waiting()).isZero();
        standing.putBack(taken);
        assertThat(standing.waiting()).isZero();
    }

    private void commit(String itemId, Latest answer) {
        standing.committed(Set.of(), Map.of(itemId, Optional.of(answer)));
    }
}
