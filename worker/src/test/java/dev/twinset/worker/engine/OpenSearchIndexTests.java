package dev.twinset.worker.engine;

import static dev.twinset.worker.engine.Documents.EAST;
import static dev.twinset.worker.engine.Documents.listed;
import static dev.twinset.worker.engine.Documents.put;
import static dev.twinset.worker.engine.Documents.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
import dev.twinset.worker.preflight.engine.EngineChecks;
import dev.twinset.worker.preflight.engine.IndexLag.Behind;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Problem;
import dev.twinset.worker.preflight.finding.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * An index: who makes it, when it is refused, and what happens when it is blocked or deleted.
 * {@link OpenSearchEngineIT} runs them.
 */
abstract class OpenSearchIndexTests {
    private final OpenSearchServer server;

    OpenSearchIndexTests(OpenSearchServer server) {
        this.server = server;
    }

    @Test
    void anIndexIsMadeOnceAndIsTheSameForEveryWorker() throws Exception {
        OpenSearchEngine first = server.unprepared("made", 2);
        String uuid = first.prepare();

        assertThat(first.prepare()).isEqualTo(uuid).isNotEmpty();
        assertThat(server.unprepared("made", 2).prepare()).isEqualTo(uuid);
        assertThat(server.rest("GET", "/_alias/test-model", "")).contains("\"test-model-made\"");
        assertThat(first.count()).isZero();
        assertThat(listed(first)).isEmpty();
        assertThat(first.search(List.of(query(5, EAST)))).containsExactly(List.of());
    }

    @Test
    void everyIndexOfAModelIsDeletedAndNoOther() {
        new OpenSearchEngine(server.settings(1000), "given-up", "old", 2).prepare();
        new OpenSearchEngine(server.settings(1000), "given-up", "new", 2).prepare();
        OpenSearchEngine kept = server.engine(2);

        OpenSearchEngine givenUp = new OpenSearchEngine(server.settings(1000), "given-up", "any", 1);
        assertThat(givenUp.deleteAll()).containsExactlyInAnyOrder("test-given-up-old", "test-given-up-new");

        assertThat(givenUp.deleteAll()).isEmpty();
        assertThat(kept.look()).isPresent();
    }

    @Test
    void theAliasMovesToTheIndexOfTheLogThatIsReadNow() throws Exception {
        new OpenSearchEngine(server.settings(1000), "moved", "old", 2).prepare();
        new OpenSearchEngine(server.settings(1000), "moved", "new", 2).prepare();

        assertThat(server.rest("GET", "/_alias/test-moved", ""))
                .contains("test-moved-new")
                .doesNotContain("test-moved-old");
    }

    @Test
    void anIndexOfAnotherDimensionIsRefused() {
        server.unprepared("dimension", 2).prepare();

        assertThatThrownBy(() -> server.unprepared("dimension", 3).prepare())
                .isInstanceOf(EngineException.class)
                .hasMessage("index test-model-dimension: field vector's dimension is \"2\", expected \"3\"; delete the"
                        + " index, and start the workers, which make it anew");
    }

    @Test
    void aSettingThatSomebodyChangedIsRefusedUntilItIsSetBack() throws Exception {
        OpenSearchEngine engine = server.unprepared("changed", 2);
        engine.prepare();
        server.rest("PUT", "/test-model-changed/_settings", "{\"index.refresh_interval\":\"1s\"}");

        assertThatThrownBy(engine::prepare)
                .isInstanceOf(EngineException.class)
                .hasMessage("index test-model-changed: setting index.refresh_interval is \"1s\", expected \"-1\"; set"
                        + " it back with PUT /test-model-changed/_settings {\"index.refresh_interval\":\"-1\"}");
        server.rest("PUT", "/test-model-changed/_settings", "{\"index.refresh_interval\":\"-1\"}");
        assertThatCode(engine::prepare).doesNotThrowAnyException();
    }

    @Test
    void aMappingThatSomebodyMadeIsRefused() throws Exception {
        server.rest("PUT", "/test-model-foreign", "{\"mappings\":{\"properties\":{\"vector\":{\"type\":\"float\"}}}}");

        assertThatThrownBy(() -> server.unprepared("foreign", 2).prepare())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("mapping's dynamic is not set, expected \"strict\"")
                .hasMessageContaining("field vector's type is \"float\", expected \"knn_vector\"")
                .hasMessageContaining("setting index.gc_deletes is not set");
    }

    @Test
    void anIndexThatIsBlockedTakesWritesLater() throws Exception {
        OpenSearchEngine engine = server.unprepared("blocked", 2);
        engine.prepare();
        server.rest("PUT", "/test-model-blocked/_settings", "{\"index.blocks.read_only_allow_delete\":true}");

        assertThatThrownBy(() -> engine.write(List.of(put("a", 1, EAST))))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("read-only-allow-delete block")
                .hasMessageContaining("free disk space on its nodes");
        server.rest("PUT", "/test-model-blocked/_settings", "{\"index.blocks.read_only_allow_delete\":null}");
        OpenSearchEngine later = server.unprepared("blocked", 2);
        assertThatCode(() -> later.write(List.of(put("a", 1, EAST)))).doesNotThrowAnyException();
    }

    @Test
    void anIndexThatWasDeletedIsMissedByEveryCall() throws Exception {
        OpenSearchEngine engine = server.unprepared("deleted", 2);
        engine.prepare();
        server.rest("DELETE", "/test-model-deleted", "");

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
        OpenSearchEngine engine = server.unprepared("guessed", 2);
        engine.prepare();
        server.rest("DELETE", "/test-model-guessed", "");

        engine.write(List.of(put("a", 1, EAST)));
        assertThatThrownBy(engine::refresh)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("was deleted while it was in use");
        assertThatThrownBy(() -> server.unprepared("guessed", 2).prepare())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("mapping's dynamic is not set");
    }

    @Test
    void theDoctorSeesWhatIsWrongOfAnIndexAndThatItsAnswersAreGood() throws Exception {
        ChangelogState log = new ChangelogState("features.model", "cluster", "looked-at", 30, Map.of(0, 30L));
        EngineSettings settings = server.settings(100_000);
        OpenSearchEngine engine =
                new OpenSearchEngine(settings, "model", log.identity().label(), 8);
        List<Finding> before = looked(settings, log);
        assertThat(before.get(0).found()).startsWith("OpenSearch 2.").endsWith(" at " + server.address());
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
        server.rest("PUT", "/" + index + "/_settings", "{\"index.number_of_replicas\":1,\"index.gc_deletes\":\"1m\"}");
        server.rest("PUT", "/" + index + "/_block/write", "");
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
}
