package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.BrokerExtension;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.preflight.Changelog;
import dev.twinset.worker.preflight.Preflight;
import dev.twinset.worker.preflight.PreflightException;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a real broker: what a read_committed reader sees is what was promised. */
class KafkaWorkerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String MODEL = "fake";

    @RegisterExtension
    private static final BrokerExtension kafka = new BrokerExtension();

    @TempDir
    private Path directory;

    @Test
    void everyAnswerIsTheOneThatBruteForceFindsInItsSnapshot(TestInfo test) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (TestShop shop = shop(test)) {
            List<RunningWorker> workers = new ArrayList<>();
            workers.add(worker(shop, "w1", 0));
            workers.add(worker(shop, "w2", 2));
            Process killed = ForkedWorker.start(kafka.bootstrapServers(), shop, MODEL, "w4", directory);
            for (int wave = 0; wave < 4; wave++) {
                for (int i = 0; i < 150; i++) {
                    RandomEvents.event(shop, random);
                    if (random.nextInt(5) == 0) {
                        RandomEvents.description(shop, random);
                    }
                }
                shop.flush();
                if (wave == 1) {
                    workers.add(worker(shop, "w3", 1)); // a rebalance in mid-stream
                }
                if (wave == 2) {
                    workers.remove(0).close();
                    killed.destroyForcibly().waitFor();
                }
            }
            killed = ForkedWorker.start(kafka.bootstrapServers(), shop, MODEL, "w4", directory);
            try {
                shop.awaitAnswers(Duration.ofMinutes(3)); // the group waits for the one that was killed
            } finally {
                killed.destroyForcibly().waitFor();
            }
            new Replay(shop, MODEL).check();
            workers.forEach(RunningWorker::close);
            new Replay(shop, MODEL).check();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    @Test
    void whatIsSaidOfAnItemCountsFromTheNextEventOnAndOutlivesItsDeletionAndTheWorker(TestInfo test) {
        Map<String, String> available = Map.of("filter", "available!=false");
        try (TestShop shop = shop(test)) {
            try (RunningWorker worker = worker(shop, "w1", 0)) {
                for (int i = 0; i < 10; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.awaitAnswers(TIMEOUT);
                shop.describe("item-3", Optional.of(Map.of("available", "false")));
                shop.query("sold-out", "image-3", Map.of(), available);
                shop.awaitAnswers(TIMEOUT);
                shop.delete("item-3");
                shop.upload("item-3", "image-3", Map.of("available", "true"), Map.of());
                shop.awaitAnswers(TIMEOUT);
                shop.query("again", "image-3", Map.of(), available);
                shop.awaitAnswers(TIMEOUT);
                assertThat(worker.ended()).isNotDone();
            }
            try (RunningWorker worker = worker(shop, "w1", 0)) {
                shop.query("after-a-restart", "image-3", Map.of(), available);
                shop.awaitAnswers(TIMEOUT);
                shop.describeRaw("item-3", "sold out"); // cannot be read: what was said before holds
                shop.query("unread", "image-3", Map.of(), available);
                shop.awaitAnswers(TIMEOUT);
                assertThat(worker.registry()
                                .get("twinset.attributes.unreadable")
                                .counter()
                                .count())
                        .isEqualTo(1);
                shop.describe("item-3", Optional.empty());
                shop.query("forgotten", "image-3", Map.of(), available);
                shop.awaitAnswers(TIMEOUT);
            }
            List<String> hidden = List.of("sold-out", "again", "after-a-restart", "unread");
            for (EventRecord record : shop.read(shop.topics.recommendations())) {
                String asked = TestShop.key(record);
                if (hidden.contains(asked) || asked.equals("forgotten")) {
                    List<Recommendation> items =
                            shop.codec.recommendations(record).recommendations();
                    assertThat(items.stream().anyMatch(item -> item.itemId().equals("item-3")))
                            .as(asked)
                            .isEqualTo(asked.equals("forgotten"));
                }
            }
        }
    }

    @Test
    void anEventWithAMalformedOptionIsRejectedAndNeverAnsweredWithoutIt(TestInfo test) {
        try (TestShop shop = shop(test);
                RunningWorker worker = worker(shop, "w1", 0)) {
            shop.upload("item", "image");
            shop.awaitAnswers(TIMEOUT);
            shop.sendRaw("query", Map.of("ce_type", EventTypes.IMAGE_QUERIED, "ce_filter", "gender=Women|"));
            shop.sendRaw("other", Map.of("ce_type", EventTypes.IMAGE_QUERIED, "ce_limit", "0"));

            await().atMost(TIMEOUT)
                    .until(() -> shop.read(shop.topics.rejected()).size() == 2);
            assertThat(shop.read(shop.topics.rejected()))
                    .allSatisfy(letter -> assertThat(
                                    shop.codec.rejected(letter).rejection().reason())
                            .isEqualTo(RejectionReason.BAD_OPTION));
            assertThat(shop.read(shop.topics.recommendations())).hasSize(1);
            assertThat(worker.ended()).isNotDone();
        }
    }

    @Test
    void whatWasAnsweredIsSeenByEveryLaterAnswerOnAnyWorker(TestInfo test) {
        try (TestShop shop = shop(test);
                RunningWorker first = worker(shop, "w1", 0);
                RunningWorker second = worker(shop, "w2", 0)) {
            assertThat(first.ended()).isNotDone();
            assertThat(second.ended()).isNotDone();
            int wave = 20;
            Set<String> sessions = new HashSet<>();
            for (int published = 0; published < 5 * wave; published += wave) {
                for (int i = published; i < published + wave; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.awaitAnswers(TIMEOUT);
                Replay replay = new Replay(shop, MODEL);
                for (int i = published; i < published + wave; i++) {
                    Recommendations answer = replay.answerTo("e" + i);
                    sessions.add(answer.snapshot().session());
                    assertThat(answer.snapshot().complete()).isTrue();
                    assertThat(answer.snapshot().items()).isGreaterThan(published);
                }
            }
            assertThat(sessions).as("workers that share the images").hasSize(2);
            new Replay(shop, MODEL).check();
        }
    }

    @Test
    void partitionsThatMoveWithBatchesInFlightAreAnsweredOnce(TestInfo test) throws InterruptedException {
        try (TestShop shop = shop(test);
                RunningWorker slow = worker(shop, "w1", 400)) {
            for (int i = 0; i < 300; i++) {
                shop.upload("item-" + i, "image-" + i);
            }
            shop.flush();
            Thread.sleep(2_000); // its rooms are full, and stay so for some more seconds
            try (RunningWorker quick = worker(shop, "w2", 0)) {
                shop.awaitAnswers(TIMEOUT);
                assertThat(slow.ended()).isNotDone();
                assertThat(quick.ended()).isNotDone();
            }
            Thread.sleep(1_000); // whatever else is under way
            new Replay(shop, MODEL).check();
        }
    }

    @Test
    void aDeletedItemIsNamedByNoLaterAnswerAndAQueryLeavesNoTrace(TestInfo test) {
        try (TestShop shop = shop(test);
                RunningWorker worker = worker(shop, "w1", 0)) {
            for (int i = 0; i < 10; i++) {
                shop.upload("item-" + i, "image-" + i);
            }
            shop.awaitAnswers(TIMEOUT);
            shop.query("first", "image-3");
            shop.awaitAnswers(TIMEOUT);
            shop.delete("item-3");
            shop.awaitAnswers(TIMEOUT);
            shop.query("second", "image-3");
            shop.awaitAnswers(TIMEOUT);

            Replay replay = new Replay(shop, MODEL);
            replay.check();
            Recommendations before = replay.answerTo("e10");
            assertThat(before.recommendations().get(0).itemId()).isEqualTo("item-3");
            assertThat(before.recommendations().get(0).score()).isEqualTo(1f);
            Recommendations after = replay.answerTo("e12");
            assertThat(after.recommendations()).noneMatch(item -> item.itemId().equals("item-3"));
            assertThat(after.snapshot().items()).isEqualTo(9);
            assertThat(worker.ended()).isNotDone();
        }
    }

    @Test
    void aRestartedWorkerGoesOnWhereItStopped(TestInfo test) {
        try (TestShop shop = shop(test)) {
            try (RunningWorker worker = worker(shop, "w1", 0)) {
                for (int i = 0; i < 100; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.awaitAnswers(TIMEOUT);
                assertThat(worker.ended()).isNotDone();
            }
            shop.upload("item-100", "image-7");
            try (RunningWorker worker = worker(shop, "w1", 0)) {
                shop.awaitAnswers(TIMEOUT);
                assertThat(worker.ended()).isNotDone();
            }
            Replay replay = new Replay(shop, MODEL);
            replay.check();
            assertThat(replay.answerTo("e100").copies().itemIds()).containsExactly("item-7");
        }
    }

    @Test
    void aCopyThatSleptLongerThanDeletionsLastIsRebuilt(TestInfo test) {
        try (TestShop shop = shop(test)) {
            try (RunningWorker worker = worker(shop, "w1", 0)) {
                for (int i = 0; i < 20; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.awaitAnswers(TIMEOUT);
                assertThat(worker.ended()).isNotDone();
            }
            plantForgottenItem(shop);
            Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(13)); // deletions last 24 hours
            try (RunningWorker worker = new RunningWorker(
                            shop, kafka.bootstrapServers(), "w1", directory, new FakeExtractor(MODEL, 0), later)
                    .awaitReady()) {
                shop.query("query", "forgotten");
                shop.awaitAnswers(TIMEOUT);
                assertThat(worker.ended()).isNotDone();
            }
            new Replay(shop, MODEL).check();
        }
    }

    /** What a copy looks like whose item was deleted and compacted away while the worker was gone. */
    private void plantForgottenItem(TestShop shop) {
        Path copy = directory.resolve("w1").resolve("features").resolve(MODEL);
        Changelog changelog = preflight(shop.topics).run();
        try (FeatureIndex index = new LocalFeatureIndexOpener(
                        copy, MODEL, FakeExtractor.DIMENSION, changelog.identity(), Clock.systemUTC())
                .open()) {
            index.apply(
                    List.of(new FeatureChange(
                            "forgotten", Optional.of(FakeExtractor.vector("forgotten".getBytes(UTF_8))))),
                    Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aWorkerWhoseIdIsTakenOverLeavesAndNothingIsAnsweredTwice(TestInfo test) throws IOException {
        try (TestShop shop = shop(test)) {
            RunningWorker old = worker(shop, "same-id", 0);
            shop.upload("item-0", "image-0");
            shop.awaitAnswers(TIMEOUT);
            Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
            try (RunningWorker young = new RunningWorker(
                            shop, kafka.bootstrapServers(), "same-id", elsewhere, new FakeExtractor(MODEL, 0))
                    .awaitReady()) {
                for (int i = 1; i < 100; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.awaitAnswers(TIMEOUT);
                assertThatThrownBy(() -> old.ended().get(30, TimeUnit.SECONDS))
                        .hasRootCauseInstanceOf(org.apache.kafka.common.errors.ProducerFencedException.class)
                        .hasMessageContaining("give each worker its own worker.id");
                assertThat(young.ended()).isNotDone();
            }
            new Replay(shop, MODEL).check();
        }
    }

    @Test
    void aTraceGoesOnFromAnUploadToItsAnswerOrItsDeadLetter(TestInfo test) {
        String answered = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        String rejected = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
        try (TestShop shop = shop(test);
                RunningWorker worker = worker(shop, "w1", 0)) {
            shop.upload("good", "image", answered);
            shop.upload("broken", "bad", rejected);
            shop.upload("untraced", "image");
            shop.awaitAnswers(TIMEOUT);

            assertThat(traces(shop, shop.topics.recommendations(), "good")).containsExactly(answered, answered);
            assertThat(traces(shop, shop.topics.rejected(), "broken")).containsExactly(rejected, rejected);
            assertThat(traces(shop, shop.topics.recommendations(), "untraced")).isEmpty();
            assertThat(worker.ended()).isNotDone();
        }
    }

    /** The values of CloudEvents' header and the transport's, in their order. */
    private static List<String> traces(TestShop shop, String topic, String key) {
        return shop.read(topic).stream()
                .filter(record -> key.equals(TestShop.key(record)))
                .flatMap(record -> record.headers().stream())
                .filter(header -> List.of("ce_traceparent", "traceparent").contains(header.name()))
                .map(header -> new String(header.value(), UTF_8))
                .toList();
    }

    @Test
    void missingTopicsAreNamedInOneSentenceWithTheCommandThatMakesThem() {
        Topics topics = new Topics(
                "no-such", "no-queries", "no-attributes", "no-models", "no-features", "nor-this", "nor-that");
        assertThatThrownBy(() -> preflight(topics).run())
                .isInstanceOf(PreflightException.class)
                .hasMessage("the worker cannot start with the Kafka at " + kafka.bootstrapServers()
                        + ": there is no topic no-such, there is no topic no-queries, there is no topic no-attributes, there"
                        + " is no topic no-models, there is no topic nor-this, there is no topic nor-that -> ./twinset topics create --bootstrap "
                        + kafka.bootstrapServers()
                        + " --images-topic no-such --queries-topic no-queries --attributes-topic no-attributes"
                        + " --models-topic no-models --recommendations-topic nor-this"
                        + " --rejected-topic nor-that; ./twinset doctor looks at everything");
    }

    @Test
    void aWorkerRefusesToStartOnTopicsThatBreakAPromise(TestInfo test) throws Exception {
        try (TestShop shop = shop(test);
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            TestShop.alter(admin, shop.topics.images(), "cleanup.policy", "delete");
            TestShop.alter(admin, shop.topics.rejected(), "max.message.bytes", "1000000");
            RunningWorker worker =
                    new RunningWorker(shop, kafka.bootstrapServers(), "w1", directory, new FakeExtractor(MODEL, 0));
            assertThatThrownBy(() -> worker.ended().get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(WorkerException.class)
                    .hasMessageContaining(shop.topics.images() + ": cleanup.policy is delete, expected compact")
                    .hasMessageContaining(shop.topics.rejected() + ": max.message.bytes is 1000000, expected at least")
                    .hasMessageContaining(" --fix");
            assertThat(directory.resolve("w1")).doesNotExist();
        }
    }

    private Preflight preflight(Topics topics) {
        ClientConfig clients = new ClientConfig(Map.of("bootstrap.servers", kafka.bootstrapServers()), "g", MODEL, "w");
        ClusterUse use = clients.clusterUse(topics, Optional.of(MODEL), 32);
        return new Preflight(use, directory, OptionalLong.of(FakeExtractor.DIMENSION), Clock.systemUTC());
    }

    private RunningWorker worker(TestShop shop, String id, long delayMillis) {
        return new RunningWorker(shop, kafka.bootstrapServers(), id, directory, new FakeExtractor(MODEL, delayMillis))
                .awaitReady();
    }

    private static TestShop shop(TestInfo test) {
        return new TestShop(kafka.bootstrapServers(), test);
    }
}
