package dev.twinset.worker.engine;

import static dev.twinset.worker.engine.Documents.EAST;
import static dev.twinset.worker.engine.Documents.NORTH;
import static dev.twinset.worker.engine.Documents.exact;
import static dev.twinset.worker.engine.Documents.filtered;
import static dev.twinset.worker.engine.Documents.ids;
import static dev.twinset.worker.engine.Documents.put;
import static dev.twinset.worker.engine.Documents.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.engine.SearchEngine.EngineQuery;
import dev.twinset.worker.search.Cosine;
import dev.twinset.worker.search.RandomOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a search finds. {@link OpenSearchEngineIT} runs them. */
abstract class OpenSearchQueryTests {
    private static final int BEST = 5;

    private final OpenSearchServer server;

    OpenSearchQueryTests(OpenSearchServer server) {
        this.server = server;
    }

    @Test
    void anItemThatIsNotLookedForMakesRoomForAnother() {
        OpenSearchEngine engine = server.engine(2, List.of(put("a", 1, EAST), put("b", 2, EAST), put("c", 3, NORTH)));
        EngineQuery all = query(2, EAST);
        EngineQuery without =
                new EngineQuery(EAST, 2, all.filter(), false, Optional.of("a"), OptionalDouble.empty(), false);

        for (EngineQuery query : List.of(without, exact(without))) {
            assertThat(ids(engine.search(List.of(query)).get(0))).containsExactly("b", "c");
        }
    }

    @Test
    void aDocumentMustReachTheThreshold() {
        OpenSearchEngine engine =
                server.engine(2, List.of(put("a", 1, EAST), put("b", 2, NORTH), put("c", 3, .6f, .8f)));
        double score = Cosine.score(EAST, new float[] {.6f, .8f});

        assertThat(ids(engine.search(List.of(threshold(score))).get(0))).containsExactly("a", "c");
        assertThat(ids(engine.search(List.of(threshold(Math.nextUp(score)))).get(0)))
                .containsExactly("a");
    }

    private static EngineQuery threshold(double threshold) {
        EngineQuery all = query(5, EAST);
        return new EngineQuery(EAST, 5, all.filter(), false, Optional.empty(), OptionalDouble.of(threshold), false);
    }

    @Test
    void filtersAcceptWhatTheyAcceptElsewhere() {
        Random random = new Random(11);
        List<EngineDocument> documents = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            documents.add(put("item" + i, i, RandomOptions.attributes(random), Documents.unit(random, 8)));
        }
        OpenSearchEngine engine = server.engine(8, documents);
        List<EngineQuery> queries = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            queries.add(new EngineQuery(
                    Documents.unit(random, 8),
                    documents.size(),
                    RandomOptions.options(random)
                            .resolved(RandomOptions.attributes(random))
                            .filter(),
                    random.nextInt(4) == 0,
                    Optional.empty(),
                    OptionalDouble.empty(),
                    random.nextBoolean()));
        }

        List<List<EngineDocument>> found = engine.search(queries);
        for (int i = 0; i < queries.size(); i++) {
            EngineQuery query = queries.get(i);
            List<String> accepted = ids(documents.stream()
                    .filter(document -> accepts(query, document))
                    .toList());
            assertThat(ids(found.get(i)))
                    .as("%s excluded %s", query.filter(), query.excluded())
                    .containsExactlyInAnyOrderElementsOf(accepted);
        }
        assertThat(queries.stream().map(query -> query.filter().toString()).distinct())
                .hasSizeGreaterThan(50);
    }

    private static boolean accepts(EngineQuery query, EngineDocument document) {
        return query.filter().accepts(document.item().orElseThrow().attributes()) != query.excluded();
    }

    @Test
    void aFilterThatNothingSatisfiesFindsNothing() {
        OpenSearchEngine engine = server.engine(2, List.of(put("a", 1, Map.of("gender", ""), EAST)));

        assertThat(engine.search(
                        List.of(filtered("gender=", false, 5, EAST), exact(filtered("gender=", false, 5, EAST)))))
                .containsExactly(List.of(), List.of());
        assertThat(ids(engine.search(List.of(filtered("gender=", true, 5, EAST)))
                        .get(0)))
                .containsExactly("a");
    }

    @Test
    void theGraphFindsNearlyAllOfTheBestAndTheExactSearchAllOfThem() {
        Random random = new Random(5);
        List<float[]> centres = IntStream.range(0, 100)
                .mapToObj(i -> Documents.unit(random, 32))
                .toList();
        List<EngineDocument> documents = IntStream.range(0, 2000)
                .mapToObj(i -> put("item" + i, i, near(random, centres)))
                .toList();
        OpenSearchEngine engine = server.engine(32, documents);
        List<EngineQuery> queries = IntStream.range(0, 200)
                .mapToObj(i -> query(20, near(random, centres)))
                .toList();

        List<List<EngineDocument>> approximate = engine.search(queries);
        List<List<EngineDocument>> exact =
                engine.search(queries.stream().map(Documents::exact).toList());
        int found = 0;
        for (int i = 0; i < queries.size(); i++) {
            Set<String> best = best(documents, queries.get(i).vector());
            assertThat(ids(exact.get(i).subList(0, BEST))).containsExactlyInAnyOrderElementsOf(best);
            Set<String> among = new HashSet<>(ids(approximate.get(i)));
            among.retainAll(best);
            found += among.size();
        }
        assertThat(found).isGreaterThanOrEqualTo((int) (.99 * BEST * queries.size()));
    }

    private static float[] near(Random random, List<float[]> centres) {
        return Documents.near(random, centres.get(random.nextInt(centres.size())), .1 + random.nextDouble() / 2);
    }

    private static Set<String> best(List<EngineDocument> documents, float[] vector) {
        Map<String, Float> scores = new HashMap<>();
        documents.forEach(document -> scores.put(
                document.itemId(),
                Cosine.score(vector, document.item().orElseThrow().vector())));
        return new HashSet<>(scores.keySet().stream()
                .sorted(Comparator.comparing(scores::get).reversed())
                .limit(BEST)
                .toList());
    }
}
