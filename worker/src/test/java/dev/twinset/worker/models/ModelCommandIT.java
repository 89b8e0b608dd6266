package dev.twinset.worker.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.models.ModelsState;
import dev.twinset.kafka.models.ModelsTopic;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.engine.FakeEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands at a real broker; workers are members of groups, and the records that they would write. */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before the first test
class ModelCommandIT {
    @TempDir
    static Path directory;

    private static LocalKafka kafka;

    private Topics topics;
    private ModelRecords records;

    private record Run(int exit, String out, String failure) {}

    @BeforeAll
    static void start() throws IOException {
        kafka = LocalKafka.inProcess(directory.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName();
        topics = new Topics(
                name + ".images",
                name + ".queries",
                name + ".attributes",
                name + ".models",
                name + ".features",
                name + ".answers",
                name + ".rejected");
        records = new ModelRecords(topics, "/test");
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(TopicDefinitions.events(topics).stream()
                            .map(topic -> new NewTopic(topic.name(), topic.partitions(2), (short) 1)
                                    .configs(topic.initial(1)))
                            .toList())
                    .all()
                    .get();
        }
    }

    @Test
    void aModelIsSwitchedToAndBackAndTheOtherIsRetired() throws Exception {
        assertThat(run("switch", "new").failure()).contains("no model answers yet");
        send(records.serving(ServingModel.first("old", Instant.now())));
        for (int i = 0; i < 20; i++) {
            upload("item" + i);
        }
        assertThat(run("switch", "new").failure()).contains("there is no model new here");
        assertThat(run("back").failure()).contains("there is no previous model: old is the first one");

        try (FakeWorker old = new FakeWorker("old");
                FakeWorker other = new FakeWorker("new")) {
            other.join(false);
            assertThat(run("list").out()).containsPattern("new +ready +1 +20").containsPattern("old +serving .* 20");
            assertThat(run("switch", "new", "--max-lag", "19").failure())
                    .contains("model new has not built 20 events yet, 19 are allowed");

            Run failed = run("switch", "new", "--force", "--timeout", "1");
            assertThat(failed.failure()).contains("no worker of model new took over in time, so old answers again");
            assertThat(failed.exit()).isEqualTo(1);
            assertThat(state().serving().orElseThrow().answers("old")).isTrue();

            old.join(true);
            other.join(true);
            CompletableFuture<Void> takeover = takeOver();
            Run switched = run("switch", "new", "--refresh");
            assertThat(switched.out()).contains("model new answers now, term 2, instead of old; nobody answered for");
            takeover.get();
            assertThat(state().serving().orElseThrow().refresh()).isTrue();
            assertThat(run("switch", "new").out()).contains("model new answers already");
            assertThat(run("list", "--json").out())
                    .contains("\"model\":\"new\",\"state\":\"serving\"")
                    .contains("{\"model\":\"old\",\"state\":\"ready\",\"workers\":1,\"lag\":0}");

            takeover = takeOver();
            assertThat(run("back", "--json").out()).contains("\"model\":\"old\",\"term\":3,\"previous\":\"new\"");
            takeover.get();
            assertThat(run("retire", "old").failure()).contains("model old answers: switch to another one first");
            assertThat(run("retire", "new").failure()).contains("1 worker of model new would end: give --yes");
            assertThat(run("retire", "new", "--yes", "--timeout", "1").failure())
                    .contains("model new is retired, but 1 worker of it did not end in time");
        }
        try (FakeEngine engine = new FakeEngine()) {
            engine.reply("GET /twinset-new-*/_settings", 503, "{}");
            String[] retire = {
                "retire", "new", "--set", "search.engine=opensearch", "--set", "engine.addresses=" + engine.address()
            };
            assertThat(run(retire).failure())
                    .contains("model new is retired, but its index is left: ", "/_cat/indices/twinset-new-*'");
            engine.reply("GET /twinset-new-*/_settings", 200, "{\"twinset-new-1\":{}}");
            engine.reply("DELETE /twinset-new-1", 200, "{\"acknowledged\":true}");
            assertThat(run(retire).out())
                    .contains("model new is retired: its group", "its index twinset-new-1. Now delete features/new in");
        }
        assertThat(run("retire", "new", "--json").out()).contains("\"workersEnded\":0,\"indices\":[]");
        assertThat(run("back").failure()).contains("model new was retired at ");
        assertThat(run("list").out()).containsPattern("new +retired").doesNotContain("new             ready");
        try (Admin admin = Admin.create(client())) {
            assertThat(admin.listTopics().names().get()).doesNotContain(topics.features("new"));
        }
    }

    @Test
    void aModelIsBuiltFromTheWholeCatalogue() throws Exception {
        Path bundle = directory.resolve("shop.twinset");
        try (InputStream in = ModelBundle.class.getResourceAsStream("accurate.twinset")) {
            Files.copy(in, bundle);
        }
        String model = ModelBundle.standard().modelId();
        assertThat(run("reindex", bundle.toString()).failure()).contains("no model answers yet");
        send(records.serving(ServingModel.first("old", Instant.now())));
        for (int i = 0; i < 5; i++) {
            upload("item" + i); // not an image: what is rejected is built, too
        }
        Run built = run("reindex", bundle.toString());
        assertThat(built.failure()).isEmpty();
        assertThat(built.out())
                .contains("built model " + model + ": 5 events in ", "then: twinset model switch " + model);
        assertThat(state().serving().orElseThrow().answers("old")).isTrue();
        assertThat(run("list", "--json").out())
                .contains("{\"model\":\"" + model + "\",\"state\":\"idle\",\"workers\":0,\"lag\":0}");
        assertThat(run("switch", model).failure()).contains("no worker of model " + model + " runs");

        send(records.retired(model, Instant.now()));
        assertThat(run("reindex", bundle.toString()).failure()).contains("model " + model + " was retired at ");
        assertThat(run("reindex", directory.resolve("nothing").toString()).exit())
                .isEqualTo(1);
    }

    /** Writes the second record of a switch as soon as there is the first. */
    private CompletableFuture<Void> takeOver() {
        return CompletableFuture.runAsync(() -> {
            try (ModelsTopic topic = ModelsTopic.open(client(), topics)) {
                while (topic.state().next().isEmpty()) {
                    Thread.sleep(50);
                }
                ServingModel serving = topic.state().serving().orElseThrow();
                send(records.serving(serving.switched(Map.of(), Instant.now())));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The changelog of a model, and a member of its group. */
    private final class FakeWorker implements AutoCloseable {
        private final KafkaConsumer<byte[], byte[]> consumer;

        FakeWorker(String model) throws Exception {
            try (Admin admin = Admin.create(client())) {
                admin.createTopics(List.of(new NewTopic(topics.features(model), 1, (short) 1)))
                        .all()
                        .get();
            }
            consumer = new KafkaConsumer<>(
                    Map.of(
                            "bootstrap.servers",
                            kafka.bootstrapServers(),
                            "group.protocol",
                            "consumer",
                            "group.id",
                            topics.images() + "." + model,
                            "auto.offset.reset",
                            "earliest"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            consumer.subscribe(List.of(topics.images()));
        }

        /** @param read whether all events are processed */
        void join(boolean read) {
            while (consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofMillis(100));
            }
            if (read) {
                consumer.seekToEnd(consumer.assignment());
                consumer.assignment().forEach(consumer::position);
                consumer.commitSync();
            }
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private void upload(String item) {
        EventCodec codec = new EventCodec(topics, Clock.systemUTC(), "/test");
        send(codec.event(new ImageUploaded(
                item, item + "-event", "no image".getBytes(UTF_8), Map.of(), Optional.empty(), Optional.empty())));
    }

    private static void send(OutgoingRecord record) {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = producer.send(KafkaRecords.outgoing(record));
        }
    }

    private ModelsState state() throws IOException, InterruptedException {
        try (ModelsTopic topic = ModelsTopic.open(client(), topics)) {
            return topic.state();
        }
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers());
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        Map.of(
                        "kafka.bootstrap.servers", kafka.bootstrapServers(),
                        "group.prefix", topics.images(),
                        "data.dir", directory.resolve("data").toString(),
                        "topics.images", topics.images(),
                        "topics.queries", topics.queries(),
                        "topics.attributes", topics.attributes(),
                        "topics.models", topics.models(),
                        "topics.features.prefix", topics.featuresPrefix(),
                        "topics.recommendations", topics.recommendations(),
                        "topics.rejected", topics.rejected())
                .forEach((name, value) -> all.addAll(List.of("--set", name + "=" + value)));
        StringWriter out = new StringWriter();
        StringWriter failure = new StringWriter();
        int exit = new CommandLine(new ModelCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter(), true))
                .setExecutionExceptionHandler((e, line, result) -> {
                    failure.write(String.valueOf(e.getMessage()));
                    return 1;
                })
                .execute(all.toArray(String[]::new));
        return new Run(exit, out.toString(), failure.toString());
    }
}
