package dev.twinset.worker.engine;

import static dev.twinset.worker.engine.Documents.delete;
import static dev.twinset.worker.engine.Documents.put;
import static dev.twinset.worker.engine.Documents.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against HTTP servers that answer as an engine in trouble does. */
final class OpenSearchEngineTest {
    private static final String SEARCH = "POST /test-m-log/_msearch";
    private static final String BULK = "POST /test-m-log/_bulk";
    private static final String REFRESH = "POST /test-m-log/_refresh";
    private static final String HEALTH = "GET /_cluster/health/test-m-log";
    private static final String INDEX = "GET /test-m-log";
    private static final String FOUND_NOTHING =
            "{\"responses\":[{\"timed_out\":false,\"_shards\":{\"total\":2,\"successful\":2,\"failed\":0},"
                    + "\"hits\":{\"hits\":[]},\"status\":200}]}";
    private static final String DESCRIPTION = """
            {"test-m-log":{"mappings":{"dynamic":"strict","properties":{
             "vector":{"type":"knn_vector","dimension":2,
              "method":{"engine":"lucene","space_type":"innerproduct","name":"hnsw"}},
             "feature":{"type":"binary"},"partition":{"type":"integer"},"offset":{"type":"long"},
             "attributes":{"type":"keyword"},"options":{"type":"object","enabled":false}}},
             "settings":{"index":{"uuid":"first","knn":"true","refresh_interval":"-1","gc_deletes":"1h",
              "replication":{"type":"DOCUMENT"}}}}}""";

    @TempDir
    private Path directory;

    private FakeEngine fake;

    @BeforeEach
    void start() throws IOException {
        fake = new FakeEngine();
        version("opensearch", "2.19.6");
        fake.reply("GET /_cat/plugins", 200, "[{\"component\":\"opensearch-knn\"}]");
        fake.reply(INDEX, 200, DESCRIPTION);
        fake.reply("GET /test-m-*/_alias/test-m", 200, "{\"test-m-log\":{}}");
        fake.reply(SEARCH, 200, FOUND_NOTHING);
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    private void version(String distribution, String number) {
        fake.reply(
                "GET /",
                200,
                "{\"version\":{\"distribution\":\"" + distribution + "\",\"number\":\"" + number + "\"}}");
    }

    private OpenSearchEngine engine() {
        return engine(Optional.empty(), Optional.empty(), Duration.ofMinutes(1), fake.address());
    }

    private static OpenSearchEngine engine(
            Optional<String> user, Optional<Path> passwordFile, Duration timeout, URI... addresses) {
        EngineSettings settings = TestEngineSettings.at(addresses)
                .user(user, passwordFile)
                .index("test", 2, 1)
                .times(Duration.ofSeconds(1), timeout)
                .build();
        return new OpenSearchEngine(settings, "m", "LOG", 2);
    }

    private static ThrowingCallable searching(OpenSearchEngine engine) {
        return () -> engine.search(List.of(query(5, 1, 0)));
    }

    private static ThrowingCallable writing(OpenSearchEngine engine) {
        return () -> engine.write(List.of(put("a", 1, 1, 0), delete("b", 2)));
    }

    private static void unavailable(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(EngineUnavailableException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    private static void unusable(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(EngineException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }

    @Test
    void anAddressThatAnswersIsUsedInPlaceOfOneThatDoesNot() throws IOException {
        try (FakeEngine starting = new FakeEngine()) {
            starting.reply("POST", 503, "not yet");
            OpenSearchEngine engine = engine(
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofMinutes(1),
                    FakeEngine.NOBODY,
                    starting.address(),
                    fake.address());

            engine.search(List.of(query(5, 1, 0)));
            engine.search(List.of(query(5, 1, 0)));
            assertThat(starting.requests()).hasSize(1);
            assertThat(fake.requests()).hasSize(2);
        }
    }

    @Test
    void eachAddressIsNamedWithItsReasonIfNoneAnswers() throws IOException {
        fake.reply(SEARCH, 503, "{\"error\":{\"type\":\"x\",\"reason\":\"no cluster\\u001b manager\"}}");
        OpenSearchEngine engine =
                engine(Optional.empty(), Optional.empty(), Duration.ofMinutes(1), FakeEngine.NOBODY, fake.address());

        unavailable(
                searching(engine),
                "no address of the engine answers",
                FakeEngine.NOBODY + " cannot be reached",
                fake.address() + " answers with status 503 no cluster\\u001b manager");
    }

    @Test
    void anAnswerThatTakesTooLongIsNotWaitedFor() {
        fake.replyLate(SEARCH, 60_000);

        unavailable(
                searching(engine(Optional.empty(), Optional.empty(), Duration.ofMillis(300), fake.address())),
                "has not answered for 300 ms");
    }

    @Test
    void anEngineThatFailedIsNotAskedAgainAtOnce() {
        fake.reply(SEARCH, 503, "{}");
        OpenSearchEngine engine = engine();

        long start = System.nanoTime();
        while (fake.requests().size() < 4) {
            unavailable(searching(engine), "status 503");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("waits of 100, 200 and 400 ms")
                .isGreaterThanOrEqualTo(Duration.ofMillis(700));
        int asked = fake.requests().size();
        fake.reply(BULK, 200, "{\"items\":[{\"index\":{}},{\"delete\":{}}]}");
        assertThatCode(writing(engine)).doesNotThrowAnyException();
        assertThat(fake.requests())
                .as("a back-off of searches is none of writes")
                .hasSize(asked + 1);
    }

    @Test
    void aSearchIsNeverAnsweredInPart() {
        shards("\"total\":2,\"successful\":1,\"failed\":1", false);
        unavailable(searching(engine()), "completely: 1 of 2 shards answered");
        shards("\"total\":2,\"successful\":1,\"failed\":0", false);
        unavailable(searching(engine()), "completely: 1 of 2 shards answered");
        shards("\"total\":2,\"successful\":2,\"failed\":0", true);
        unavailable(searching(engine()), "one stopped at its time limit");
        shards("\"total\":2,\"successful\":2,\"failed\":0", false);
        assertThatCode(searching(engine())).doesNotThrowAnyException();
    }

    private void shards(String counts, boolean timedOut) {
        fake.reply(
                SEARCH,
                200,
                "{\"responses\":[{\"timed_out\":" + timedOut + ",\"_shards\":{" + counts
                        + "},\"hits\":{\"hits\":[]},\"status\":200}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "429, rejected_execution_exception, true",
        "503, search_phase_execution_exception, true",
        "400, parsing_exception, false",
        "403, security_exception, false"
    })
    void anErrorOfOneSearchFailsTheCall(int status, String type, boolean passes) {
        fake.reply(
                SEARCH,
                200,
                "{\"responses\":[{\"error\":{\"type\":\"" + type + "\",\"reason\":\"said so\"},\"status\":" + status
                        + "}]}");

        assertThatThrownBy(searching(engine()))
                .isInstanceOf(passes ? EngineUnavailableException.class : EngineException.class)
                .hasMessageContaining("status " + status + ", said so");
    }

    @Test
    void aTooBusyEngineMayBeAskedLater() {
        fake.reply(SEARCH, 429, "{\"error\":{\"type\":\"circuit_breaking_exception\",\"reason\":\"too large\"}}");

        unavailable(searching(engine()), "status 429, too large");
    }

    @Test
    void whatIsNoEngineIsNamed() {
        fake.reply(SEARCH, 200, "<html>Welcome</html>");

        unusable(searching(engine()), "engine.addresses: " + fake.address(), "is it OpenSearch?");
    }

    @Test
    void aRefusedPasswordIsReadAgainAndNeverSaid() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "canary-one\n");
        fake.reply(SEARCH, 401, "Unauthorized");
        OpenSearchEngine engine =
                engine(Optional.of("reader"), Optional.of(file), Duration.ofMinutes(1), fake.address());

        assertThatThrownBy(searching(engine))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("user \"reader\" may not use " + fake.address())
                .hasMessageContaining("engine.password.file")
                .hasMessageNotContaining("canary");
        assertThat(fake.requests()).hasSize(1);
        Files.writeString(file, "canary-two\n");
        assertThatThrownBy(searching(engine)).isInstanceOf(EngineException.class);
        assertThat(fake.requests().stream().map(FakeEngine.Request::authorization))
                .containsExactly(
                        "Basic cmVhZGVyOmNhbmFyeS1vbmU=",
                        "Basic cmVhZGVyOmNhbmFyeS1vbmU=",
                        "Basic cmVhZGVyOmNhbmFyeS10d28=");
    }

    @Test
    void whoHasNoUserIsToldToSetOne() {
        fake.reply(SEARCH, 401, "Unauthorized");

        unusable(searching(engine()), "set engine.username and engine.password.file");
    }

    @Test
    void aConflictMeansThatTheDocumentIsThereAlready() {
        fake.reply(
                BULK,
                200,
                "{\"errors\":true,\"items\":[{\"index\":{\"status\":409,\"error\":{\"type\":"
                        + "\"version_conflict_engine_exception\"}}},{\"delete\":{\"status\":404,\"result\":\"not_found\"}}]}");

        assertThatCode(writing(engine())).doesNotThrowAnyException();
        assertThat(fake.requests().get(0).body()).isEqualTo("""
                        {"index":{"_id":"a","version":2,"version_type":"external"}}
                        {"partition":0,"offset":1,"feature":"AACAPwAAAAA=","vector":[1.0,0.0],"attributes":[],"options":{}}
                        {"delete":{"_id":"b","version":3,"version_type":"external"}}
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "429, cluster_block_exception, disk usage exceeded flood-stage watermark, true",
        "403, cluster_block_exception, index read-only, true",
        "503, unavailable_shards_exception, primary shard is not active, true",
        "429, rejected_execution_exception, queue is full, true",
        "400, strict_dynamic_mapping_exception, no such field, false"
    })
    void aDocumentThatIsNotWrittenFailsTheCall(int status, String type, String reason, boolean passes) {
        fake.reply(
                BULK,
                200,
                "{\"errors\":true,\"items\":[{\"index\":{\"status\":201}},{\"delete\":{\"status\":" + status
                        + ",\"error\":{\"type\":\"" + type + "\",\"reason\":\"" + reason + "\"}}}]}");

        assertThatThrownBy(writing(engine()))
                .isInstanceOf(passes ? EngineUnavailableException.class : EngineException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aRefreshMustReachEveryCopyThatIsSearched() {
        fake.reply(REFRESH, 200, "{\"_shards\":{\"total\":4,\"successful\":3,\"failed\":1}}");
        unavailable(() -> engine().refresh(), "completely: 3 copies");

        fake.reply(REFRESH, 200, "{\"_shards\":{\"total\":4,\"successful\":2,\"failed\":0}}");
        fake.reply(HEALTH, 200, "{\"status\":\"yellow\",\"active_shards\":2}");
        assertThatCode(() -> engine().refresh()).doesNotThrowAnyException();
        fake.reply(HEALTH, 200, "{\"status\":\"yellow\",\"active_shards\":3}");
        unavailable(() -> engine().refresh(), "completely: 2 copies");
        fake.reply(HEALTH, 200, "{\"status\":\"red\",\"active_shards\":2}");
        unavailable(() -> engine().refresh(), "completely: 2 copies");
    }

    @Test
    void anIndexThatWasMadeAnewIsNoted() {
        fake.reply(REFRESH, 200, "{\"_shards\":{\"total\":2,\"successful\":2,\"failed\":0}}");
        OpenSearchEngine engine = engine();
        assertThat(engine.prepare()).isEqualTo("first");
        engine.refresh();

        fake.reply(INDEX, 200, DESCRIPTION.replace("first", "second"));
        unusable(engine::refresh, "index test-m-log was deleted while it was in use");
    }

    @ParameterizedTest
    @CsvSource({"opensearch, 2.18.0", "opensearch, 1.3.20"})
    void anEngineThatIsTooOldIsRefused(String distribution, String number) {
        version(distribution, number);

        unusable(engine()::prepare, "OpenSearch " + number + ", expected 2.19 or later");
    }

    @Test
    void aLaterEngineIsTakenAndAnotherProductIsNot() {
        version("opensearch", "3.5.0");
        assertThatCode(engine()::prepare).doesNotThrowAnyException();
        version("", "8.19.0");
        unusable(engine()::prepare, "what answers is not OpenSearch but calls itself version 8.19.0");
    }

    @Test
    void anEngineWithoutThePluginIsRefused() {
        fake.reply("GET /_cat/plugins", 200, "[{\"component\":\"opensearch-security\"}]");

        unusable(engine()::prepare, "no plug-in opensearch-knn");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "\"strict\"; \"true\"; mapping's dynamic is \"true\", expected \"strict\"",
                "\"dimension\":2; \"dimension\":3; field vector's dimension is \"3\", expected \"2\"",
                "\"engine\":\"lucene\"; \"engine\":\"faiss\"; field vector's engine is \"faiss\", expected \"lucene\"",
                "\"innerproduct\"; \"l2\"; field vector's space_type is \"l2\", expected \"innerproduct\"",
                "\"hnsw\"; \"ivf\"; field vector's method is \"ivf\", expected \"hnsw\"",
                "\"binary\"; \"text\"; field feature's type is \"text\", expected \"binary\"",
                "\"DOCUMENT\"; \"SEGMENT\"; replication.type is \"SEGMENT\", expected \"DOCUMENT\"; delete the index",
                "\"knn\":\"true\"; \"knn\":\"false\"; index's knn is \"false\", expected \"true\"",
                "\"-1\"; \"1s\"; setting index.refresh_interval is \"1s\", expected \"-1\"; set it back",
                "\"1h\"; \"60s\"; setting index.gc_deletes is \"60s\", expected \"1h\"; set it back"
            })
    void eachDifferenceOfTheIndexIsNamed(String expected, String is, String sentence) {
        fake.reply(INDEX, 200, DESCRIPTION.replace(expected, is));

        unusable(engine()::prepare, sentence);
    }

    @Test
    void aNameThatTheEngineWouldRefuseIsRefusedAtOnce() {
        EngineSettings settings =
                TestEngineSettings.at(fake.address()).index("_a b", 1, 0).build();

        unusable(() -> new OpenSearchEngine(settings, "m", "log", 2), "engine.index.prefix");
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithItsSetting() {
        Path missing = directory.resolve("missing");

        unusable(
                () -> engine(Optional.of("reader"), Optional.of(missing), Duration.ofSeconds(1), fake.address()),
                "engine.password.file: the file " + missing + " cannot be read");
        unusable(() -> PemTrust.read(missing), "engine.ca.file: the file " + missing + " cannot be read");
        unusable(
                () -> PemTrust.read(Files.writeString(directory.resolve("key"), "no certificate")),
                "engine.ca.file",
                "-----BEGIN CERTIFICATE-----");
    }
}
