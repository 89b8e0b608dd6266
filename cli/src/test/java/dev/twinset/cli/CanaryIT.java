package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.broker.Listener;
import dev.twinset.broker.SecuredKafka;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A password is planted, and looked for in all that comes out of real processes: what they say at level DEBUG, how they
 * are seen by others, and the files they leave. On the way the product runs over TLS and SCRAM with the least rights.
 */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // set before the first test
class CanaryIT {
    private static final String CANARY = "kanari-Vogel_0a7e";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

    @TempDir
    static Path directory;

    private static SecuredKafka kafka;
    private static Path secret;

    @BeforeAll
    static void start() throws IOException {
        kafka = SecuredKafka.start(directory.resolve("broker"));
        kafka.user("worker", CANARY);
        kafka.user("shop", CANARY);
        secret = Files.writeString(directory.resolve("secret"), CANARY + "\n");
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void aPasswordStaysWhereItIsWhileAWorkerServesAndWhenItEnds() throws Exception {
        Path catalog = directory.resolve("catalog");
        SampleCatalog.draw(3, 1, catalog);
        Path shop = settings("", Map.of("sasl.username", "shop", "sasl.password.file", secret.toString()));
        allow("shop", AclOperation.ALL, ResourceType.TOPIC, "catalog.");
        allow("worker", AclOperation.READ, ResourceType.TOPIC, "catalog.");
        allow("worker", AclOperation.WRITE, ResourceType.TOPIC, "catalog.");
        allow("worker", AclOperation.CREATE, ResourceType.TOPIC, "catalog.features.");
        allow("worker", AclOperation.DESCRIBE_CONFIGS, ResourceType.TOPIC, "catalog.features.");
        allow("worker", AclOperation.READ, ResourceType.GROUP, "twinset.");
        allow("worker", AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, "twinset.");
        allow("worker", AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, "twinset-models");
        assertThat(command("publish", catalog.toString(), "--create-topics", "--command-config", shop.toString()))
                .contains("published: 3 of 3 images acknowledged");

        Path config = settings("kafka.", Map.of("sasl.username", "worker", "sasl.password.file", secret.toString()));
        Path data = directory.resolve("data");
        Path log = directory.resolve("serving.log");
        Process worker = worker(log, "--config", config.toString(), "--set", "data.dir=" + data);
        try {
            assertThat(command("watch", "--from-beginning", "--limit", "3", "--command-config", shop.toString()))
                    .hasLineCount(3);
            assertThat(worker.info().commandLine().orElse("")).doesNotContain(CANARY);

            kafka.forbid("worker", AclOperation.WRITE, ResourceType.TOPIC, PatternType.PREFIXED, "catalog.");
            assertThat(command("delete", "10000", "--command-config", shop.toString()))
                    .contains("1 item acknowledged");
            assertThat(worker.waitFor(120, TimeUnit.SECONDS))
                    .as("ended by itself")
                    .isTrue();
        } finally {
            worker.destroyForcibly();
        }
        assertThat(worker.exitValue()).isEqualTo(1);
        assertThat(lastLine(log))
                .startsWith("twinset worker: the Kafka at " + kafka.address(Listener.PASSWORD))
                .contains("refuses User:worker the right Write on topic catalog.models, Write on topic");
        assertThat(Files.readString(log)).as("said much").contains("DEBUG").contains("[hidden]");
        assertHidden(log);
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertHidden(file);
            }
        }
    }

    @Test
    void whatIsWrongWithASecretIsToldWithoutIt() throws Exception {
        assertFails(
                1,
                "no such user",
                "--config",
                settings("kafka.", Map.of("sasl.username", "nobody", "sasl.password.file", secret.toString()))
                        .toString());
        assertFails(
                2,
                "kafka.sasl.jaas.config: is malformed",
                "--config",
                settings("kafka.", Map.of("sasl.jaas.config", SCRAM + " required username=x password=a " + CANARY))
                        .toString());
        assertFails(
                1,
                "its password is wrong",
                "--config",
                settings(
                                "kafka.",
                                Map.of(
                                        "sasl.username",
                                        "worker",
                                        "sasl.password.file",
                                        secret.toString(),
                                        "ssl.truststore.password",
                                        CANARY))
                        .toString());
        assertFails(
                1,
                "speaks TLS and wants a user to log in, but kafka.security.protocol is PLAINTEXT: set it to SASL_SSL",
                "--set",
                "kafka.bootstrap.servers=" + kafka.address(Listener.PASSWORD));
        assertFails(2, "kafka.sasl.password.file=FILE", "--set", "kafka.sasl.password=" + CANARY);
        assertFails(2, "expected key=value", "--set", "kafka.sasl.password:" + CANARY);
    }

    private static void assertFails(int status, String words, String... arguments) throws Exception {
        Path log = Files.createTempFile(directory, "failed", ".log");
        Process worker = worker(log, arguments);
        try {
            assertThat(worker.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            worker.destroyForcibly();
        }
        assertThat(Files.readString(log)).contains(words);
        assertThat(worker.exitValue()).isEqualTo(status);
        assertHidden(log);
    }

    private static Process worker(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
                "-cp",
                System.getProperty("java.class.path"),
                Twinset.class.getName(),
                "worker",
                "--debug",
                "--set",
                "http.port=off"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.directory(directory.toFile()); // where its data directory would be
        builder.environment().putAll(Map.of("TWINSET_LOG", "DEBUG", "TWINSET_LOG_KAFKA", "DEBUG"));
        return builder.start();
    }

    /** What the command says; it must succeed. */
    private static String command(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine twinset = Twinset.commandLine();
        twinset.setOut(new PrintWriter(said, true));
        twinset.setErr(new PrintWriter(said, true));
        assertThat(twinset.execute(arguments)).as(said.toString()).isZero();
        assertThat(said.toString()).doesNotContain(CANARY);
        return said.toString();
    }

    /** Settings of a client by TLS and SCRAM, as a file. */
    private static Path settings(String prefix, Map<String, String> login) throws IOException {
        Map<String, String> settings = kafka.files().trusting(Listener.PASSWORD, kafka.address(Listener.PASSWORD));
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.putAll(login);
        Properties properties = new Properties();
        settings.forEach((name, value) -> properties.setProperty(prefix + name, value));
        Path file = Files.createTempFile(directory, "client", ".properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return file;
    }

    private static void allow(String user, AclOperation operation, ResourceType type, String prefix) {
        kafka.allow(user, operation, type, PatternType.PREFIXED, prefix);
    }

    private static String lastLine(Path log) throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line -> line.startsWith("twinset worker: "))
                .reduce("", (before, line) -> line);
    }

    /** As it is, and in base64 whatever stands before it. */
    private static void assertHidden(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text.contains(CANARY)).as(file + " holds the password").isFalse();
        for (int before = 0; before < 3; before++) {
            String encoded =
                    Base64.getEncoder().encodeToString((" ".repeat(before) + CANARY).getBytes(StandardCharsets.UTF_8));
            // the first characters hold bits of what stands before, the last ones of what follows
            String middle = encoded.substring(before == 0 ? 0 : 4, encoded.length() - 4);
            assertThat(text.contains(middle))
                    .as(file + " holds the password in base64")
                    .isFalse();
        }
    }
}
