package dev.twinset.worker.preflight.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.engine.FakeEngine;
import dev.twinset.worker.engine.TestEngineSettings;
import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
import dev.twinset.worker.preflight.engine.IndexLag.Behind;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.State;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of an HTTP server that answers as an engine does that is well, or in trouble. */
class EngineChecksTest {
    private static final ChangelogState LOG =
            new ChangelogState("features.m", "cluster", "topic", 100, Map.of(0, 100L));

    private static final String INDEX = "test-m-" + LOG.identity().label();
    private static final String WHOLE = "\"timed_out\":false,\"_shards\":{\"total\":2,\"successful\":2,\"failed\":0}";
    private static final String EAST = "AACAPwAAAAA=";
    private static final String NORTH = "AAAAAAAAgD8=";
    private static final String DESCRIPTION = """
            {"INDEX":{"mappings":{"dynamic":"strict","properties":{
             "vector":{"type":"knn_vector","dimension":2,
              "method":{"engine":"lucene","space_type":"innerproduct","name":"hnsw"}},
             "feature":{"type":"binary"},"partition":{"type":"integer"},"offset":{"type":"long"},
             "attributes":{"type":"keyword"},"options":{"type":"object","enabled":false}}},
             "settings":{"index":{"uuid":"u1","knn":"true","refresh_interval":"-1","gc_deletes":"1h",
              "replication":{"type":"DOCUMENT"}}}}}""".replace("INDEX", INDEX);

    private final TimeoutExecutor executor = new TimeoutExecutor(Duration.ofMinutes(2));
    private AdminResult<Behind> lag = AdminResult.of(new Behind(12, false));
    private FakeEngine fake;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEngine();
        version("2.19.6");
        fake.reply("GET /_cat/plugins", 200, "[{\"component\":\"opensearch-knn\"}]");
        fake.reply("GET /" + INDEX, 200, DESCRIPTION);
        health("green", 0);
        fake.reply("GET /" + INDEX + "/_count", 200, "{\"count\":3," + WHOLE + "}");
        fake.reply("POST /" + INDEX + "/_search", 200, "{" + hits(hit("a", EAST)) + "}");
        fake.reply("POST /" + INDEX + "/_msearch", 200, answer(hit("b", EAST), hit("c", NORTH)));
    }

    @AfterEach
    void stop() {
        fake.close();
        executor.close();
    }

    private void version(String number) {
        fake.reply("GET /", 200, "{\"version\":{\"distribution\":\"opensearch\",\"number\":\"" + number + "\"}}");
    }

    private void health(String status, int unassigned) {
        fake.reply(
                "GET /_cluster/health/" + INDEX,
                200,
                "{\"status\":\"" + status + "\",\"unassigned_shards\":" + unassigned + "}");
    }

    private static String hit(String id, String feature) {
        return "{\"_id\":\"" + id + "\",\"_source\":{\"partition\":0,\"offset\":1,\"feature\":\"" + feature + "\"}}";
    }

    private static String hits(String... hits) {
        return WHOLE + ",\"hits\":{\"hits\":[" + String.join(",", hits) + "]}";
    }

    private static String answer(String... hits) {
        return "{\"responses\":[{" + hits(hits) + ",\"status\":200}]}";
    }

    private List<Finding> findings(URI... addresses) {
        EngineSettings settings = TestEngineSettings.at(addresses)
                .index("test", 2, 1)
                .tailItems(1000)
                .build();
        return new EngineChecks(settings, "m", 2, (index, log) -> lag, executor)
                .start(() -> Optional.of(LOG))
                .get();
    }

    private Finding finding(String check) {
        return findings(fake.address()).stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    private static void assertOnly(Finding finding, State state, String what, String remedy) {
        assertThat(finding.state()).isEqualTo(state);
        assertThat(finding.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains(what);
            assertThat(problem.remedy()).contains(remedy);
        });
    }

    @Test
    void anEngineThatIsWellIsDescribedAndOnlyLookedAt() {
        assertThat(findings(fake.address()))
                .extracting(Finding::check, Finding::state, Finding::found)
                .containsExactly(
                        tuple("engine", State.OK, "OpenSearch 2.19.6 at " + fake.address()),
                        tuple("index", State.OK, INDEX + ", 3 documents, green, 12 records behind the changelog"),
                        tuple("recall", State.OK, "recall@5 is 1.000 for 1 item"));
        assertThat(fake.requests())
                .extracting(FakeEngine.Request::line)
                .allMatch(line -> line.startsWith("GET /") || line.matches("POST /[^/]+/_m?search.*"));
    }

    @Test
    void aWorkerThatKeepsTheFeaturesItselfNeedsNoEngine() {
        assertThat(EngineChecks.none()).extracting(Finding::check).isEqualTo(EngineChecks.NAMES);
        assertThat(EngineChecks.none()).extracting(Finding::state).containsOnly(State.OK);
    }

    @Test
    void anAddressThatDoesNotAnswerIsNamed() throws IOException {
        List<Finding> one = findings(FakeEngine.NOBODY, fake.address());
        assertOnly(
                one.get(0),
                State.WARN,
                "does not answer: " + FakeEngine.NOBODY + " cannot be reached",
                "start the engine");
        assertThat(one.get(1).state()).isEqualTo(State.OK);

        List<Finding> none = findings(FakeEngine.NOBODY);
        assertOnly(
                none.get(0),
                State.FAIL,
                "does not answer: " + FakeEngine.NOBODY + " cannot be reached",
                "start the engine");
        assertThat(none).extracting(Finding::state).containsExactly(State.FAIL, State.UNKNOWN, State.UNKNOWN);
    }

    @Test
    void anEngineThatCannotBeUsedIsNamedWithWhatToDo() {
        fake.reply("GET /_cat/plugins", 200, "[]");
        assertOnly(finding("engine"), State.FAIL, "no plug-in opensearch-knn", "opensearch-plugin install");
        version("2.11.0");
        assertOnly(finding("engine"), State.FAIL, "the engine is OpenSearch 2.11.0, expected 2.19", "upgrade it");
        fake.reply("GET /", 401, "Unauthorized");
        assertOnly(finding("engine"), State.FAIL, "without a password", "set engine.username");
    }

    @Test
    void aMissingIndexIsNoFault() {
        fake.reply("GET /" + INDEX, 404, "{\"error\":{\"type\":\"index_not_found_exception\"},\"status\":404}");
        assertThat(finding("index").found()).isEqualTo("none yet: the first worker to start makes it");
        assertThat(finding("index").state()).isEqualTo(State.OK);
        assertThat(finding("recall").state()).isEqualTo(State.SKIPPED);
    }

    @Test
    void anIndexThatSomebodyChangedIsNamedWithWhatToDo() {
        fake.reply("GET /" + INDEX, 200, DESCRIPTION.replace("\"-1\"", "\"1s\""));
        assertOnly(
                finding("index"),
                State.FAIL,
                "setting index.refresh_interval is \"1s\", expected \"-1\"",
                "PUT /" + INDEX + "/_settings");
    }

    @Test
    void anIndexThatLacksWhatTheChangelogMaySoonForgetIsNamed() {
        lag = AdminResult.of(new Behind(12, true));
        assertOnly(
                finding("index"),
                State.WARN,
                "lacks records of the changelog that are older than 12 hours",
                "delete the index (DELETE /" + INDEX + ")");

        String now = Long.toString(System.currentTimeMillis());
        fake.reply("GET /" + INDEX, 200, DESCRIPTION.replace("\"u1\"", "\"u1\",\"creation_date\":\"" + now + "\""));
        assertThat(finding("index").state()).as("it is being filled").isEqualTo(State.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "read_only_allow_delete, : nothing is written, free disk space",
        "write, has the block write, index.blocks.write"
    })
    void aBlockIsNamed(String block, String what, String remedy) {
        fake.reply(
                "GET /" + INDEX,
                200,
                DESCRIPTION.replace("\"knn\":", "\"blocks\":{\"" + block + "\":\"true\",\"x\":\"false\"},\"knn\":"));
        assertOnly(finding("index"), State.FAIL, what, remedy);
    }

    @Test
    void missingShardsAreCounted() {
        health("yellow", 2);
        assertOnly(finding("index"), State.WARN, "is yellow, with 2 copies of its shards missing", "add nodes");
        health("red", 3);
        assertOnly(finding("index"), State.FAIL, "is red: whole shards are missing", "allocation/explain");
        assertThat(finding("recall").state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void anIndexThatLagsIsNamedBeforeAnswersWait() {
        lag = AdminResult.of(new Behind(499, false));
        assertThat(finding("index").state()).isEqualTo(State.OK);
        lag = AdminResult.of(new Behind(500, false));
        assertOnly(finding("index"), State.WARN, "is 500 records behind the changelog", "whether workers run");
        lag = AdminResult.of(new Behind(1000, false));
        assertOnly(finding("index"), State.FAIL, "is 1,000 records behind the changelog", "wait if workers run");
        lag = AdminResult.failed(new TimeoutException("no answer"));
        assertOnly(finding("index"), State.WARN, "the brokers do not say how far", "brokers");
        lag = AdminResult.failed(GroupAuthorizationException.forGroupId("twinset-index.m.u1"));
        assertOnly(
                finding("index"),
                State.FAIL,
                "this user lacks Read on group twinset-index.m.u1",
                "--operation Read --group 'twinset-index.m.u1'");
    }

    @Test
    void approximateAnswersThatMissMuchAreWarnedOf() {
        fake.replyNext("POST /" + INDEX + "/_msearch", answer(hit("c", NORTH)));
        fake.reply("POST /" + INDEX + "/_msearch", 200, answer(hit("b", EAST), hit("d", EAST)));
        assertOnly(finding("recall"), State.WARN, "recall@5 is 0.000, expected 0.95 or more", "engine.candidates");
        fake.replyNext("POST /" + INDEX + "/_msearch", answer(hit("e", EAST), hit("b", EAST)));
        assertThat(finding("recall").state())
                .as("another one of the same score")
                .isEqualTo(State.OK);
    }
}
