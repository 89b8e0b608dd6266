package dev.twinset.worker.engine;

import static dev.twinset.worker.engine.Documents.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.CertificateRequest;
import dev.twinset.broker.Stores;
import dev.twinset.engine.SecuredNode;
import dev.twinset.worker.search.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real OpenSearch with its security plugin: TLS, and the role that docs/security.md gives a worker's user. */
final class SecuredEngineIT {
    private static final String AUTHORITY = "CN=Secured engine authority,O=Twinset tests";
    private static final String DELETES = "retiring";
    private static final String STRANGER = "stranger";
    private static final String WORKER = "twinset";
    private static final float[] EAST = {1, 0};

    @TempDir
    private static Path directory;

    private static SecuredNode node;
    private static Path authority;
    private static Path password;

    @BeforeAll
    static void start() throws Exception {
        Path keys = Stores.writeKeyStore(
                directory.resolve("keys.p12"),
                CertificateRequest.signed("CN=engine,O=Twinset tests", AUTHORITY, "ip:127.0.0.1"));
        Path trusted = Stores.writeTrustStore(directory.resolve("trusted.p12"), List.of(AUTHORITY));
        authority = directory.resolve("ca.pem");
        Stores.writeCertificate(authority, AUTHORITY);
        password = Files.writeString(directory.resolve("password"), SecuredNode.PASSWORD + "\n");
        String role = documentedRole();
        String deletes =
                role.replace(WORKER + ":", DELETES + ":").replace("\"crud\"", "\"crud\", \"indices:admin/delete\"");
        node = SecuredNode.start(
                Files.createDirectory(directory.resolve("node")),
                keys,
                trusted,
                Stores.PASSWORD,
                role + deletes,
                Set.of(WORKER, DELETES, STRANGER));
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> engine(WORKER, password, "start").version() != null);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** The block of the page that begins with the role's name. */
    private static String documentedRole() throws IOException {
        return Files.readString(Path.of("..", "docs", "security.md"))
                .lines()
                .dropWhile(line -> !line.equals(WORKER + ":"))
                .takeWhile(line -> !line.equals("```"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static OpenSearchEngine engine(String user, Path passwordFile, String log) {
        EngineSettings settings = TestEngineSettings.at(node.address())
                .user(Optional.of(user), Optional.of(passwordFile))
                .authority(Optional.of(authority))
                .index("twinset", 1, 0)
                .build();
        return new OpenSearchEngine(settings, "model", log, EAST.length);
    }

    @Test
    void theDocumentedRoleSufficesForAllThatAWorkerAndTheDoctorDo() {
        OpenSearchEngine engine = engine(WORKER, password, "all");
        engine.prepare();
        EngineDocument document =
                new EngineDocument("a", 0, 7, Optional.of(new Item(EAST, Map.of("color", "red"), Map.of())));
        engine.write(List.of(document, new EngineDocument("b", 0, 8, Optional.empty())));
        engine.refresh();

        assertThat(engine.count()).isEqualTo(1);
        assertThat(engine.document("a"))
                .get()
                .extracting(EngineDocument::offset)
                .isEqualTo(7L);
        assertThat(engine.search(List.of(query(5, EAST))))
                .singleElement()
                .satisfies(found ->
                        assertThat(found).extracting(EngineDocument::itemId).containsExactly("a"));
        List<String> listed = new ArrayList<>();
        engine.forEachItemId(listed::add);
        assertThat(listed).containsExactly("a");
        assertThat(engine.sample(5)).hasSize(1);
        assertThat(engine.look()).isPresent();
        assertThat(engine(WORKER, password, "another").prepare())
                .as("the alias moves")
                .isNotEmpty();
    }

    @Test
    void toRetireAModelTheUserNeedsOneRightMore() {
        engine(WORKER, password, "retired").prepare();

        assertThatThrownBy(() -> engine(WORKER, password, "retired").deleteAll())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("user \"twinset\" may not delete index twinset-model-")
                .hasMessageContaining("the user's rights in the engine");
        assertThat(engine(DELETES, password, "retired").deleteAll()).contains("twinset-model-retired");
    }

    @Test
    void aUserWithoutARoleIsToldThatItsRightsAreMissing() {
        assertThatThrownBy(() -> engine(STRANGER, password, "strange").prepare())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("user \"stranger\" may not")
                .hasMessageContaining("the user's rights in the engine");
    }

    @Test
    void aRenewedPasswordCountsWithoutARestart(@TempDir Path own) throws IOException {
        Path file = Files.writeString(own.resolve("password"), "wrong\n");
        OpenSearchEngine engine = engine(WORKER, file, "renewed");
        assertThatThrownBy(engine::prepare)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("check engine.username and engine.password.file");

        Files.writeString(file, SecuredNode.PASSWORD + "\n");
        assertThat(engine.prepare()).isNotEmpty();
    }
}
