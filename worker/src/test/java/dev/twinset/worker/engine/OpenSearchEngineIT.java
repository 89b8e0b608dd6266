package dev.twinset.worker.engine;

import static dev.twinset.worker.engine.Documents.delete;
import static dev.twinset.worker.engine.Documents.exact;
import static dev.twinset.worker.engine.Documents.filtered;
import static dev.twinset.worker.engine.Documents.put;
import static dev.twinset.worker.engine.Documents.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.engine.LocalOpenSearch;
import dev.twinset.worker.engine.SearchEngine.EngineQuery;
import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
import dev.twinset.worker.preflight.engine.EngineChecks;
import dev.twinset.worker.preflight.engine.IndexLag.Behind;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Problem;
import dev.twinset.worker.preflight.finding.State;
import dev.twinset.worker.search.Cosine;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.RandomOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real OpenSearch. */
final class OpenSearchEngineIT {
    private static final float[] EAST = {1, 0};
    private static final float[] NORTH = {0, 1};
    private static final int BEST = 5;

    @TempDir
    private static Path directory;

    private static LocalOpenSearch server;
    private static URI address;

    /** Makes names of indices that no other test uses. */
    private static int logs;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = LocalOpenSearch.start(directory.resolve("engine"), 1, 0);
        address = URI.create(server.addresses().get(0));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static EngineSettings settings(int bulkBytes) {
        return new EngineSettings(
                List.of(address),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "test",
                2,
                0,
                20,
                false,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                bulkBytes,
                1_000_000);
    }

    private static OpenSearchEngine unprepared(String log, int dimension) {
        return new OpenSearchEngine(settings(100_000), "model", log, dimension);
    }

    private static OpenSearchEngine engine(int dimension) {
        OpenSearchEngine engine = unprepared("Log_-" + logs++, dimension);
        engine.prepare();
        return engine;
    }

    private static OpenSearchEngine engine(int dimension, List<EngineDocument> documents) {
        OpenSearchEngine engine = engine(dimension);
        engine.write(documents);
        engine.refresh();
        return engine;
    }

    private static String rest(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    private static List<String> ids(List<EngineDocument> documents) {
        return documents.stream().map(EngineDocument::itemId).toList();
    }

    @Test
    void anIndexIsMadeOnceAndIsTheSameForEveryWorker() throws Exception {
        OpenSearchEngine first = unprepared("made", 2);
        String uuid = first.prepare();

        assertThat(first.prepare()).isEqualTo(uuid).isNotEmpty();
        assertThat(unprepared("made", 2).prepare()).isEqualTo(uuid);
        assertThat(rest("GET", "/_alias/test-model", "")).contains("\"test-model-made\"");
        assertThat(first.count()).isZero();
        assertThat(listed(first)).isEmpty();
        assertThat(first.search(List.of(query(5, EAST)))).containsExactly(List.of());
    }

    @Test
    void everyIndexOfAModelIsDeletedAndNoOther() {
        new OpenSearchEngine(settings(1000), "given-up", "old", 2).prepare();
        new OpenSearchEngine(settings(1000), "given-up", "new", 2).prepare();
        OpenSearchEngine kept = engine(2);

        OpenSearchEngine givenUp = new OpenSearchEngine(settings(1000), "given-up", "any", 1);
        assertThat(givenUp.deleteAll()).containsExactlyInAnyOrder("test-given-up-old", "test-given-up-new");

        assertThat(givenUp.deleteAll()).isEmpty();
        assertThat(kept.look()).isPresent();
    }

    @Test
    void theAliasMovesToTheIndexOfTheLogThatIsReadNow() throws Exception {
        new OpenSearchEngine(settings(1000), "moved", "old", 2).prepare();
        new OpenSearchEngine(settings(1000), "moved", "new", 2).prepare();

        assertThat(rest("GET", "/_alias/test-moved", ""))
                .contains("test-moved-new")
                .doesNotContain("test-moved-old");
    }

    @Test
    void whatIsWrittenIsSearchedOnceItIsRefreshed() {
        OpenSearchEngine engine = engine(2);

        engine.write(List.of(put("a", 1, EAST), put("b", 2, NORTH)));
        assertThat(engine.count()).isZero();
        assertThat(engine.document("a")).isPresent();
        assertThat(engine.search(List.of(query(5, EAST)))).containsExactly(List.of());

        engine.refresh();
        assertThat(engine.count()).isEqualTo(2);
        assertThat(ids(engine.search(List.of(query(5, EAST))).get(0))).containsExactly("a", "b");
    }

    @Test
    void onlyANewerChangeCountsWhateverComesAgain() {
        OpenSearchEngine engine = engine(2);
        engine.write(List.of(put("a", 5, EAST)));

        engine.write(List.of(put("a", 4, NORTH), delete("a", 3), put("a", 5, NORTH)));
        assertThat(vector(engine, "a")).containsExactly(EAST);
        engine.write(List.of(delete("a", 6), put("a", 5, NORTH), put("a", 4, NORTH)));
        assertThat(engine.document("a")).isEmpty();
        engine.write(List.of(put("a", 7, NORTH), delete("never there", 8)));
        assertThat(vector(engine, "a")).containsExactly(NORTH);
        engine.refresh();
        assertThat(listed(engine)).containsExactly("a");
    }

    /** A worker that lost its partitions may write for a while what others have deleted since. */
    @Test
    void aDeletedItemDoesNotComeBackThroughALateWrite() {
        OpenSearchEngine engine = engine(2, List.of(put("a", 1, EAST)));
        engine.write(List.of(delete("a", 2)));
        engine.refresh();

        engine.write(List.of(put("a", 1, EAST)));
        engine.refresh();
        assertThat(engine.document("a")).isEmpty();
        assertThat(engine.count()).isZero();
    }

    private static float[] vector(OpenSearchEngine engine, String itemId) {
        return engine.document(itemId).orElseThrow().item().orElseThrow().vector();
    }

    @Test
    void aDocumentComesBackAsItWas() {
        Random random = new Random(3);
        Item item = new Item(
                Documents.unit(random, 16),
                Map.of("gender", "Women", "title", "a = \"b\"\n\u2603", "empty", ""),
                Map.of("a.b", "c", "limit", "5"));
        EngineDocument written = new EngineDocument("x", 7, 1L << 40, Optional.of(item));
        OpenSearchEngine engine = engine(16, List.of(written));

        EngineDocument found =
                engine.search(List.of(query(1, item.vector()))).get(0).get(0);
        for (EngineDocument read : List.of(found, engine.document("x").orElseThrow())) {
            assertThat(read.itemId()).isEqualTo("x");
            assertThat(read.partition()).isEqualTo(7);
            assertThat(read.offset()).isEqualTo(1L << 40);
            assertThat(read.item().orElseThrow().vector()).containsExactly(item.vector());
            assertThat(read.item().orElseThrow().attributes()).isEqualTo(item.attributes());
            assertThat(read.item().orElseThrow().options()).isEqualTo(item.options());
        }
    }

    @Test
    void idsMayHoldAnyCharacter() {
        List<String> ids = List.of(
                ".", "a b", "a+b", "a%20b", "_doc", "?q=1#x", "\"'{}", "*", "ünï-\u2603-\uD83D\uDC57", "a".repeat(255));
        OpenSearchEngine engine = engine(
                2,
                IntStream.range(0, ids.size())
                        .mapToObj(i -> put(ids.get(i), i, EAST))
                        .toList());

        assertThat(listed(engine)).containsExactlyInAnyOrderElementsOf(ids);
        for (String id : ids) {
            assertThat(engine.document(id).orElseThrow().itemId()).isEqualTo(id);
        }
        engine.write(ids.stream().map(id -> delete(id, 100)).toList());
        engine.refresh();
        assertThat(listed(engine)).isEmpty();
    }

    @Test
    void idsAreListedBeyondOnePage() {
        List<EngineDocument> documents = IntStream.range(0, EngineQueries.MOST_HITS + 7)
                .mapToObj(i -> new EngineDocument("item" + i, i % 3, i, Optional.of(new Item(EAST, Map.of()))))
                .toList();

        assertThat(listed(engine(2, documents))).containsExactlyInAnyOrderElementsOf(ids(documents));
    }

    @Test
    void anItemThatIsNotLookedForMakesRoomForAnother() {
        OpenSearchEngine engine = engine(2, List.of(put("a", 1, EAST), put("b", 2, EAST), put("c", 3, NORTH)));
        EngineQuery all = query(2, EAST);
        EngineQuery without =
                new EngineQuery(EAST, 2, all.filter(), false, Optional.of("a"), OptionalDouble.empty(), false);

        for (EngineQuery query : List.of(without, exact(without))) {
            assertThat(ids(engine.search(List.of(query)).get(0))).containsExactly("b", "c");
        }
    }

    @Test
    void aDocumentMustReachTheThreshold() {
        OpenSearchEngine engine = engine(2, List.of(put("a", 1, EAST), put("b", 2, NORTH), put("c", 3, .6f, .8f)));
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
        OpenSearchEngine engine = engine(8, documents);
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
        OpenSearchEngine engine = engine(2, List.of(put("a", 1, Map.of("gender", ""), EAST)));

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
        OpenSearchEngine engine = engine(32, documents);
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

    @Test
    void aWriteIsCutIntoRequestsOfLimitedSize() {
        OpenSearchEngine engine = new OpenSearchEngine(settings(1), "model", "cut", 2);
        engine.prepare();
        engine.write(List.of(put("a", 1, EAST), delete("b", 2), put("c", 3, EAST)));
        engine.refresh();

        assertThat(listed(engine)).containsExactly("a", "c");
    }

    @Test
    void anIndexOfAnotherDimensionIsRefused() {
        unprepared("dimension", 2).prepare();

        assertThatThrownBy(() -> unprepared("dimension", 3).prepare())
                .isInstanceOf(EngineException.class)
                .hasMessage("index test-model-dimension: field vector's dimension is \"2\", expected \"3\"; delete the"
                        + " index, and start the workers, which make it anew");
    }

    @Test
    void aSettingThatSomebodyChangedIsRefusedUntilItIsSetBack() throws Exception {
        OpenSearchEngine engine = unprepared("changed", 2);
        engine.prepare();
        rest("PUT", "/test-model-changed/_settings", "{\"index.refresh_interval\":\"1s\"}");

        assertThatThrownBy(engine::prepare)
                .isInstanceOf(EngineException.class)
                .hasMessage("index test-model-changed: setting index.refresh_interval is \"1s\", expected \"-1\"; set"
                        + " it back with PUT /test-model-changed/_settings {\"index.refresh_interval\":\"-1\"}");
        rest("PUT", "/test-model-changed/_settings", "{\"index.refresh_interval\":\"-1\"}");
        assertThatCode(engine::prepare).doesNotThrowAnyException();
    }

    @Test
    void aMappingThatSomebodyMadeIsRefused() throws Exception {
        rest("PUT", "/test-model-foreign", "{\"mappings\":{\"properties\":{\"vector\":{\"type\":\"float\"}}}}");

        assertThatThrownBy(() -> unprepared("foreign", 2).prepare())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("mapping's dynamic is not set, expected \"strict\"")
                .hasMessageContaining("field vector's type is \"float\", expected \"knn_vector\"")
                .hasMessageContaining("setting index.gc_deletes is not set");
    }

    @Test
    void anIndexThatIsBlockedTakesWritesLater() throws Exception {
        OpenSearchEngine engine = unprepared("blocked", 2);
        engine.prepare();
        rest("PUT", "/test-model-blocked/_settings", "{\"index.blocks.read_only_allow_delete\":true}");

        assertThatThrownBy(() -> engine.write(List.of(put("a", 1, EAST))))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("read-only-allow-delete block")
                .hasMessageContaining("free disk space on its nodes");
        rest("PUT", "/test-model-blocked/_settings", "{\"index.blocks.read_only_allow_delete\":null}");
        OpenSearchEngine later = unprepared("blocked", 2);
        assertThatCode(() -> later.write(List.of(put("a", 1, EAST)))).doesNotThrowAnyException();
    }

    @Test
    void anIndexThatWasDeletedIsMissedByEveryCall() throws Exception {
        OpenSearchEngine engine = unprepared("deleted", 2);
        engine.prepare();
        rest("DELETE", "/test-model-deleted", "");

        List<Runnable> calls = List.of(
                () -> engine.search(List.of(query(5, EAST))),
                engine::count,
                () -> engine.document("a"),
                () -> listed(engine),
                engine::refresh,
                engine::prepare);
        for (Runnable call : calls) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("index test-model-deleted was deleted while it was in use");
        }
    }

    /** The engine makes an index for a write whose index is missing, with a mapping that it guesses. */
    @Test
    void aWriteThatMadeAnIndexIsNotedBeforeAnythingIsCommitted() throws Exception {
        OpenSearchEngine engine = unprepared("guessed", 2);
        engine.prepare();
        rest("DELETE", "/test-model-guessed", "");

        engine.write(List.of(put("a", 1, EAST)));
        assertThatThrownBy(engine::refresh)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("was deleted while it was in use");
        assertThatThrownBy(() -> unprepared("guessed", 2).prepare())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("mapping's dynamic is not set");
    }

    @Test
    void theDoctorSeesWhatIsWrongOfAnIndexAndThatItsAnswersAreGood() throws Exception {
        ChangelogState log = new ChangelogState("features.model", "cluster", "looked-at", 30, Map.of(0, 30L));
        EngineSettings settings = settings(100_000);
        OpenSearchEngine engine =
                new OpenSearchEngine(settings, "model", log.identity().label(), 8);
        List<Finding> before = looked(settings, log);
        assertThat(before.get(0).found()).startsWith("OpenSearch 2.").endsWith(" at " + address);
        assertThat(before.get(1).found()).isEqualTo("none yet: the first worker to start makes it");

        engine.prepare();
        Random random = new Random(3);
        engine.write(IntStream.range(0, 30)
                .mapToObj(i -> put("item" + i, i, Documents.unit(random, 8)))
                .toList());
        engine.refresh();
        List<Finding> well = looked(settings, log);
        assertThat(well).extracting(Finding::state).containsOnly(State.OK);
        assertThat(well.get(1).found()).endsWith(", 30 documents, green, 7 records behind the changelog");
        assertThat(well.get(2).found()).isEqualTo("recall@5 is 1.000 for 20 items");

        String index = "test-model-" + log.identity().label();
        rest("PUT", "/" + index + "/_settings", "{\"index.number_of_replicas\":1,\"index.gc_deletes\":\"1m\"}");
        rest("PUT", "/" + index + "/_block/write", "");
        assertThat(looked(settings, log).get(1).problems())
                .extracting(Problem::what)
                .satisfiesExactlyInAnyOrder(
                        what -> assertThat(what).contains("index.gc_deletes is \"1m\""),
                        what -> assertThat(what).contains("has the block write"),
                        what -> assertThat(what).contains("is yellow, with 2 copies of its shards missing"));
    }

    private static List<Finding> looked(EngineSettings settings, ChangelogState log) {
        try (TimeoutExecutor executor = new TimeoutExecutor(Duration.ofMinutes(5))) {
            // for long, but the index is new: it is being filled
            AdminResult<Behind> behind = AdminResult.of(new Behind(7, true));
            return new EngineChecks(settings, "model", 8, (id, asked) -> behind, executor)
                    .start(() -> Optional.of(log))
                    .get();
        }
    }

    private static List<String> listed(SearchEngine engine) {
        List<String> ids = new ArrayList<>();
        engine.forEachItemId(ids::add);
        return ids;
    }
}
