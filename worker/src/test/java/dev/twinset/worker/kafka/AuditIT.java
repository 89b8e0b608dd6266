package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.BrokerExtension;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.audit.AnswerReplay;
import dev.twinset.worker.audit.CommittedRecords;
import dev.twinset.worker.audit.ReplayCommand;
import dev.twinset.worker.audit.Verdict;
import dev.twinset.worker.audit.WhyCommand;
import dev.twinset.worker.reference.ImageReferences;
import dev.twinset.worker.search.RandomOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that look at what workers have published, on a real broker. */
class AuditIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String MODEL = "fake";
    private static final ModelBundle BUILT_IN = ModelBundle.standard();

    @RegisterExtension
    private static final BrokerExtension kafka = new BrokerExtension();

    @TempDir
    private Path directory;

    /** A run of a command with the settings of the shop's workers. */
    private record Run(int exit, String out, String failure) {}

    @Test
    void everyAnswerOfWorkersSideBySideIsRepeated(TestInfo test) throws Exception {
        try (TestShop shop = shop(test)) {
            publish(shop);
            publishWithOptions(shop);
            AnswerReplay replay = replay(shop, MODEL);
            for (CatalogEvent event : shop.published.values()) {
                if (!(event instanceof ImageDeleted)) {
                    List<Recommendations> answers = replay.answers(event.eventId());
                    assertThat(answers).hasSize(1);
                    Recommendations answer = answers.get(0);
                    assertThat(replay.repeat(answer))
                            .as(event.toString())
                            .isEqualTo(new Verdict.Equal(answer.snapshot().items()));
                }
            }
            assertThat(replay.answers("item-1").get(0).itemId()).isEqualTo("item-1");

            Run run = run(shop, new ReplayCommand(), "--answer", "item-7");
            assertThat(run.exit()).isZero();
            assertThat(run.out()).startsWith("the answer to item-7 (event ").contains(") is equal: 5 results among ");
            Run json = run(shop, new ReplayCommand(), "--answer", "item-7", "--json");
            assertThat(json.exit()).isZero();
            assertThat(json.out()).contains("\"itemId\":\"item-7\"", "\"verdict\":\"equal\"");
        }
    }

    @Test
    void aFalsifiedAnswerIsFoundWithEachDifference(TestInfo test) throws Exception {
        try (TestShop shop = shop(test)) {
            publish(shop);
            Recommendations answer = replay(shop, MODEL).answers("item-7").get(0);
            List<Recommendation> items = new ArrayList<>(answer.recommendations());
            Recommendation second = items.get(1);
            items.set(1, new Recommendation(2, second.itemId(), second.score() - 1e-6f, second.match()));
            items.remove(4);
            publish(shop, new Recommendations(answer.itemId(), answer.eventId(), MODEL, items, answer.snapshot()));

            Run run = run(shop, new ReplayCommand(), "--answer", "item-7");

            assertThat(run.exit()).isEqualTo(1);
            assertThat(run.out())
                    .contains("is not equal:", "published", "rank 2 ", "rank 5 ", second.itemId())
                    .hasLineCount(4);
            Run json = run(shop, new ReplayCommand(), "--answer", answer.eventId(), "--json");
            assertThat(json.exit()).isEqualTo(1);
            assertThat(json.out()).contains("\"verdict\":\"not_equal\"", "\"place\":\"rank 5\",\"published\":\"\"");
        }
    }

    @Test
    void anAnswerWhoseQueryOrModelIsGoneCannotBeRepeated(TestInfo test) throws Exception {
        try (TestShop shop = shop(test)) {
            publish(shop);
            Recommendations answer = replay(shop, MODEL).answers("item-7").get(0);
            publish(shop, new Recommendations("gone", "g", MODEL, answer.recommendations(), answer.snapshot()));
            Run gone = run(shop, new ReplayCommand(), "--answer", "gone");
            assertThat(gone.exit()).isEqualTo(2);
            assertThat(gone.out())
                    .contains("cannot be repeated: neither the feature of an upload is in the log")
                    .contains("nor the image of a query on " + shop.topics.queries());

            Recommendations query = replay(shop, MODEL).answers("query-1").get(0);
            assertThat(replay(shop, "other").repeat(query))
                    .isEqualTo(
                            new Verdict.NotRepeatable("the query's image must be extracted by model fake, and this is"
                                    + " other: name that model's file with --model"));
            Recommendations foreign =
                    new Recommendations("item-7", "e", "lost", answer.recommendations(), answer.snapshot());
            assertThat(replay(shop, MODEL).repeat(foreign))
                    .isEqualTo(new Verdict.NotRepeatable(
                            "the topic " + shop.topics.features("lost") + " with the features of its model is gone"));
        }
    }

    @Test
    void anAnswerCannotBeRepeatedOnceTheLogIsCompactedPastIt(TestInfo test) throws Exception {
        try (TestShop shop = shop(test);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            publish(shop);
            String changelog = shop.topics.features(MODEL);
            for (String setting : List.of("segment.ms", "min.compaction.lag.ms", "max.compaction.lag.ms")) {
                TestShop.alter(admin, changelog, setting, "1");
            }
            Recommendations answer = replay(shop, MODEL).answers("item-20").get(0);
            try (RunningWorker worker = worker(shop, "w1")) {
                await("compaction").atMost(Duration.ofMinutes(3)).until(() -> {
                    shop.upload("item-1", "another");
                    shop.awaitAnswers(TIMEOUT);
                    return replay(shop, MODEL).repeat(answer) instanceof Verdict.NotRepeatable;
                });
                assertThat(worker.ended()).isNotDone();
            }
            Run run = run(shop, new ReplayCommand(), "--answer", answer.eventId());
            assertThat(run.exit()).isEqualTo(2);
            assertThat(run.out())
                    .containsPattern(
                            "cannot be repeated: of the " + answer.snapshot().items()
                                    + " items that were searched [0-9]+ ha(s|ve) changed since, and " + changelog
                                    + " was compacted past what they were");
        }
    }

    @Test
    void anUnknownIdIsSaidSo(TestInfo test) {
        try (TestShop shop = shop(test)) {
            assertThatThrownBy(() -> replay(shop, MODEL).answers("nobody"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "there is no answer to \"nobody\" on " + shop.topics.recommendations() + ": ");
        }
    }

    @Test
    void whySaysHowTheScoreOfTwoItemsComesAbout(TestInfo test) throws Exception {
        try (TestShop shop = shop(test)) {
            Run early = run(shop, new WhyCommand(), "a", "b");
            assertThat(early.failure())
                    .isEqualTo(
                            "Kafka at " + kafka.bootstrapServers() + " has no features of model " + BUILT_IN.modelId()
                                    + ", topic " + shop.topics.features(BUILT_IN.modelId())
                                    + ": start a worker and publish images");

            create(shop.topics.features("another"));
            assertThat(run(shop, new WhyCommand(), "a", "b").failure())
                    .endsWith(": it has those of another, name that model's file with --model");

            create(shop.topics.features(BUILT_IN.modelId()));
            feature(shop, "a", Optional.of(axis(1)));
            feature(shop, "a", Optional.of(axis(0)));
            feature(shop, "b", Optional.of(axis(0)));
            feature(shop, "c", Optional.empty());

            Run same = run(shop, new WhyCommand(), "a", "b");
            assertThat(same.exit()).isZero();
            assertThat(same.out()).startsWith("a and b: score 1.0000, ").contains("articletype", "#");
            assertThat(run(shop, new WhyCommand(), "a", "b", "--json").out())
                    .startsWith("{\"model\":\"" + BUILT_IN.modelId() + "\",\"score\":1.0,\"why\":{\"look\":")
                    .contains("{\"itemId\":\"b\",\"looksLike\":{\"articletype\":\"");
            assertThat(run(shop, new WhyCommand(), "a", "x").failure())
                    .isEqualTo("there is no item \"x\" in " + shop.topics.features(BUILT_IN.modelId())
                            + ": it was never published, or its image was rejected");
            assertThat(run(shop, new WhyCommand(), "a", "c").failure()).isEqualTo("the item \"c\" was deleted");
        }
    }

    /** Two workers, uploads again, a copy, a deletion and two queries. */
    private void publish(TestShop shop) {
        try (RunningWorker first = worker(shop, "w1");
                RunningWorker second = worker(shop, "w2")) {
            assertThat(List.of(first.ended(), second.ended())).noneMatch(ended -> ended.isDone());
            for (int i = 0; i < 40; i++) {
                shop.upload("item-" + i, "image-" + i);
            }
            shop.upload("item-3", "another");
            shop.delete("item-4");
            shop.query("query-1", "image-9");
            shop.awaitAnswers(TIMEOUT);
            shop.upload("item-7", "image-again");
            shop.query("query-2", "nothing like it");
            shop.awaitAnswers(TIMEOUT);
        }
    }

    /** Copies are common, and so are filters by what the asking item is. */
    private void publishWithOptions(TestShop shop) {
        Random random = new Random(1);
        try (RunningWorker worker = worker(shop, "w3")) {
            for (int i = 0; i < 80; i++) {
                Map<String, String> attributes = new HashMap<>(RandomOptions.attributes(random));
                attributes.values().removeIf(String::isEmpty);
                Map<String, String> options =
                        new HashMap<>(RandomOptions.options(random).asked());
                if (i % 4 == 0) {
                    options.put("filter", "gender,-brand");
                }
                if (i % 3 == 0) {
                    shop.describe("options-" + random.nextInt(80), Optional.of(RandomOptions.attributes(random)));
                }
                String image = "image-" + random.nextInt(60);
                if (i % 5 == 0) {
                    shop.query("options-" + i, image, attributes, options);
                } else {
                    shop.upload("options-" + i, image, attributes, options);
                }
            }
            shop.awaitAnswers(TIMEOUT);
            assertThat(worker.ended()).isNotDone();
        }
    }

    private RunningWorker worker(TestShop shop, String id) {
        return new RunningWorker(shop, kafka.bootstrapServers(), id, directory, new FakeExtractor(MODEL, 0))
                .awaitReady();
    }

    private void publish(TestShop shop, Recommendations answer) {
        CatalogEvent cause = new ImageQueried(
                answer.itemId(), answer.eventId(), "image".getBytes(UTF_8), Optional.empty(), Optional.empty());
        send(shop.codec.recommendations(answer, cause));
    }

    private void feature(TestShop shop, String itemId, Optional<float[]> vector) {
        FeatureRecord feature = new FeatureRecord(itemId, vector, Map.of(), "session", 1);
        send(shop.codec.feature(BUILT_IN.modelId(), feature));
    }

    private static float[] axis(int number) {
        float[] axis = new float[BUILT_IN.manifest().dimension()];
        axis[number] = 1;
        return axis;
    }

    private static void send(OutgoingRecord record) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var unused = producer.send(KafkaRecords.outgoing(record));
        }
    }

    private static void create(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
    }

    private static AnswerReplay replay(TestShop shop, String model) {
        CommittedRecords records = new CommittedRecords(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        return new AnswerReplay(records, shop.topics, () -> new FakeExtractor(model, 0), ImageReferences.off());
    }

    private static Run run(TestShop shop, Callable<Integer> command, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        Map.of(
                        "kafka.bootstrap.servers", kafka.bootstrapServers(),
                        "topics.images", shop.topics.images(),
                        "topics.queries", shop.topics.queries(),
                        "topics.features.prefix", shop.topics.featuresPrefix(),
                        "topics.recommendations", shop.topics.recommendations(),
                        "topics.rejected", shop.topics.rejected())
                .forEach((name, value) -> all.addAll(List.of("--set", name + "=" + value)));
        StringWriter out = new StringWriter();
        StringWriter failure = new StringWriter();
        int exit = new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setExecutionExceptionHandler((e, line, result) -> {
                    failure.write(String.valueOf(e.getMessage()));
                    return 1;
                })
                .execute(all.toArray(String[]::new));
        return new Run(exit, out.toString(), failure.toString());
    }

    private static TestShop shop(TestInfo test) {
        return new TestShop(kafka.bootstrapServers(), test);
    }
}
