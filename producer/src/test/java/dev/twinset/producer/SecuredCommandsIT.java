package dev.twinset.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.broker.Listener;
import dev.twinset.broker.SecuredKafka;
import dev.twinset.broker.SecurityFiles;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.command.DeleteCommand;
import dev.twinset.producer.command.PublishCommand;
import dev.twinset.producer.command.QueryCommand;
import dev.twinset.producer.command.WatchCommand;
import dev.twinset.producer.topics.TopicCreator;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands with the least rights, at a real broker that checks who comes and what they may do. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // set before the first test
final class SecuredCommandsIT {
    private static final String PASSWORD = "canary-58b1 \"quoted\"";

    @TempDir
    static Path directory;

    private static SecuredKafka kafka;
    private static Path catalog;

    @TempDir
    Path own;

    @BeforeAll
    static void start() throws IOException {
        kafka = SecuredKafka.start(directory.resolve("broker"));
        catalog = directory.resolve("catalog");
        SampleCatalog.draw(3, 1, catalog);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void eachCommandNeedsItsRightsAndNoOther() throws Exception {
        Topics topics = topics("scram");
        for (String user : List.of("owner", "publisher", "subscriber", "asker")) {
            kafka.user(user, PASSWORD);
        }
        List<String> owner = password("owner");
        assertThat(publish(owner, topics, "--create-topics").err)
                .containsPattern("refuses User:owner the right Create on topic scram\\.[a-z]+;");
        allow("owner", AclOperation.CREATE, "scram.");
        assertThat(publish(owner, topics, "--create-topics").err)
                .containsPattern("refuses User:owner the right Describe on topic scram\\.[a-z]+;");
        allow("owner", AclOperation.DESCRIBE, "scram.");
        assertThat(publish(owner, topics, "--create-topics").err)
                .contains("refuses User:owner the right Write on topic scram.images;");

        List<String> publisher = password("publisher");
        assertThat(publish(publisher, topics).err)
                .contains("refuses User:publisher the right Write on topic scram.images;");
        allow("publisher", AclOperation.WRITE, topics.images());
        FakeWorker worker = new FakeWorker(owner(), topics);
        assertThat(publish(publisher, topics).out).contains("published: 3 of 3 images acknowledged");
        assertThat(run(new DeleteCommand(), publisher, topics, "10000").out).contains("deleted: 1 item acknowledged");

        List<String> subscriber = password("subscriber");
        assertThat(watch(subscriber, topics).err)
                .contains("refuses User:subscriber the right Read on topic scram.recommendations, Read on topic"
                        + " scram.rejected;");
        allow("subscriber", AclOperation.READ, topics.recommendations());
        allow("subscriber", AclOperation.READ, topics.rejected());
        assertThat(watch(subscriber, topics).out).hasLineCount(4);

        List<String> asker = password("asker");
        allow("asker", AclOperation.READ, topics.recommendations());
        allow("asker", AclOperation.READ, topics.rejected());
        assertThat(query(asker, topics).err).contains("refuses User:asker the right Write on topic scram.queries;");
        allow("asker", AclOperation.WRITE, topics.queries());
        assertThat(query(asker, topics).out).contains("twin");
        worker.stop();
    }

    @Test
    void aCertificateServesAsAPasswordDoesAndALostRightEndsAWatch() throws Exception {
        Topics topics = topics("mtls");
        TopicCreator.create(owner(), topics, 1, (short) 1);
        allow("shop", AclOperation.WRITE, topics.images());
        allow("shop", AclOperation.READ, topics.recommendations());
        allow("shop", AclOperation.READ, topics.rejected());
        FakeWorker worker = new FakeWorker(owner(), topics);
        List<String> shop = certificate("shop");
        CompletableFuture<String> first = new CompletableFuture<>();
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> watching = CompletableFuture.supplyAsync(
                () -> execute(new WatchCommand(), new Listening(first), err, shop, topics, "--from-beginning"));

        assertThat(publish(shop, topics).out).contains("published: 3 of 3 images acknowledged");
        assertThat(first.get(15, TimeUnit.SECONDS)).isNotBlank();
        kafka.forbid("shop", AclOperation.READ, ResourceType.TOPIC, PatternType.PREFIXED, topics.recommendations());

        assertThat(watching.get(15, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(err.toString())
                .contains("refuses User:CN=shop,O=Twinset tests the right Read on topic mtls.recommendations;");
        worker.stop();
    }

    @Test
    void wrongCredentialsAreOneSentenceOfEachCommand() throws Exception {
        Topics topics = topics("wrong");
        kafka.user("known", "another password");
        for (Object command : List.of(new PublishCommand(), new WatchCommand(), new QueryCommand())) {
            String[] arguments = command instanceof PublishCommand
                    ? new String[] {catalog.toString()}
                    : command instanceof QueryCommand ? new String[] {image()} : new String[0];
            Run run = run(command, password("known"), topics, arguments);
            assertThat(run.status).isEqualTo(1);
            assertThat(run.err)
                    .contains("refuses User:known: the password is wrong, or there is no such user")
                    .hasLineCount(1);
        }
        Run plain = run(new WatchCommand(), List.of("--bootstrap", kafka.address(Listener.PASSWORD)), topics);
        assertThat(plain.status).isEqualTo(1);
        assertThat(plain.err).contains("speaks TLS and wants a user to log in").contains("set it to SASL_SSL");
    }

    @Test
    void aSecretOnTheCommandLineIsWrongUse() throws Exception {
        List<String> shown = List.of("--kafka", "ssl.key.password=" + PASSWORD);
        Run run = run(new WatchCommand(), shown, topics("shown"));
        assertThat(run.status).isEqualTo(2);
        assertThat(run.err).contains("ssl.key.password.file=FILE");
        Run missing = run(new WatchCommand(), List.of("--kafka", "sasl.password.file=/no/such"), topics("shown"));
        assertThat(missing.status).isEqualTo(1);
        assertThat(missing.err).contains("sasl.password.file: there is no file /no/such");
    }

    private static Topics topics(String name) {
        return new Topics(
                name + ".images",
                name + ".queries",
                name + ".attributes",
                name + ".models",
                name + ".features",
                name + ".recommendations",
                name + ".rejected");
    }

    private static void allow(String user, AclOperation operation, String prefix) {
        kafka.allow(user, operation, ResourceType.TOPIC, PatternType.PREFIXED, prefix);
    }

    /** By the unencrypted door, as one who may do everything. */
    private static Map<String, Object> owner() {
        return Map.of("bootstrap.servers", kafka.address(Listener.PLAINTEXT));
    }

    private List<String> password(String user) throws IOException {
        Map<String, String> settings = kafka.files().trusting(Listener.PASSWORD, kafka.address(Listener.PASSWORD));
        Path secret = Files.writeString(own.resolve("secret"), PASSWORD + "\n");
        settings.putAll(Map.of(
                "sasl.mechanism", "SCRAM-SHA-512", "sasl.username", user, "sasl.password.file", secret.toString()));
        return commandConfig(user, settings);
    }

    /** Key and chain as two text files. */
    private List<String> certificate(String user) throws IOException {
        Path key = own.resolve("tls.key");
        Path chain = own.resolve("tls.crt");
        kafka.files().writePem(user, key, chain);
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers", kafka.address(Listener.CERTIFICATE),
                "security.protocol", "SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", kafka.files().trustPem().toString(),
                "ssl.keystore.type", "PEM",
                "ssl.keystore.key.file", key.toString(),
                "ssl.keystore.certificate.chain.file", chain.toString()));
        return commandConfig(user, settings);
    }

    private List<String> commandConfig(String user, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = own.resolve(user + ".properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        return List.of("--command-config", file.toString());
    }

    private Run publish(List<String> client, Topics topics, String... more) {
        List<String> arguments = new ArrayList<>(Arrays.asList(more));
        arguments.addAll(List.of(
                catalog.toString(),
                "--partitions",
                "1",
                "--state",
                own.resolve("state").toString()));
        return run(new PublishCommand(), client, topics, arguments.toArray(String[]::new));
    }

    private static Run watch(List<String> client, Topics topics) {
        return run(new WatchCommand(), client, topics, "--from-beginning", "--limit", "4");
    }

    private static Run query(List<String> client, Topics topics) {
        return run(new QueryCommand(), client, topics, image());
    }

    private static String image() {
        return catalog.resolve("images/10000.jpg").toString();
    }

    private static Run run(Object command, List<String> client, Topics topics, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = execute(command, out, err, client, topics, arguments);
        assertThat(out + err.toString()).doesNotContain("canary", SecurityFiles.STORE_PASSWORD);
        return new Run(status, out.toString(), err.toString());
    }

    private static int execute(
            Object command, Writer out, Writer err, List<String> client, Topics topics, String... arguments) {
        List<String> all = new ArrayList<>(client);
        all.addAll(List.of("--images-topic", topics.images(), "--queries-topic", topics.queries()));
        all.addAll(List.of("--attributes-topic", topics.attributes(), "--models-topic", topics.models()));
        all.addAll(List.of("--recommendations-topic", topics.recommendations()));
        all.addAll(List.of("--rejected-topic", topics.rejected()));
        all.addAll(Arrays.asList(arguments));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler((e, line) -> {
                    e.getCommandLine().getErr().println(e.getMessage());
                    return 2;
                })
                .setExecutionExceptionHandler((e, line, result) -> {
                    Throwable told = e instanceof java.io.UncheckedIOException ? e.getCause() : e;
                    line.getErr().println(told == null ? e : told.getMessage());
                    return 1;
                })
                .execute(all.toArray(String[]::new));
    }

    private record Run(int status, String out, String err) {}

    /** Hears the first words that are written. */
    private static final class Listening extends StringWriter {
        private final CompletableFuture<String> first;

        Listening(CompletableFuture<String> first) {
            this.first = first;
        }

        @Override
        public void write(String text, int from, int length) {
            super.write(text, from, length);
            first.complete(text);
        }
    }
}
