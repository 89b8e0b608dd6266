package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.engine.LocalOpenSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers that keep their features in a real OpenSearch of two nodes. It compares every vector here, so that each
 * answer must be the one that brute force finds in its snapshot.
 */
@Timeout(1200)
final class EngineWorkerIT {
    private static final String MODEL = "fake";
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @TempDir
    static Path shared;

    @TempDir
    Path directory;

    private static LocalKafka kafka;
    private static LocalOpenSearch engine;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        kafka = LocalKafka.inProcess(shared.resolve("kafka"));
        engine = LocalOpenSearch.start(shared.resolve("engine"), 2, 0);
    }

    @AfterAll
    static void stop() {
        engine.close();
        kafka.close();
    }

    private static TestShop shop(TestInfo test) {
        TestShop shop = new TestShop(kafka.bootstrapServers(), test);
        shop.engine = TestEngine.settings(String.join(",", engine.addresses()));
        return shop;
    }

    private RunningWorker worker(TestShop shop, String id) {
        return new RunningWorker(
                        shop, kafka.bootstrapServers(), id, directory, new FakeExtractor(MODEL, 0), Clock.systemUTC())
                .awaitReady();
    }

    @Test
    void everyAnswerIsTheOneThatBruteForceFindsThoughAWorkerAndANodeAreKilled(TestInfo test) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (TestShop shop = shop(test)) {
            List<RunningWorker> workers = new ArrayList<>();
            workers.add(worker(shop, "w1"));
            Process killed = ForkedWorker.start(kafka.bootstrapServers(), shop, MODEL, "w2", directory);
            for (int wave = 0; wave < 4; wave++) {
                for (int i = 0; i < 100; i++) {
                    RandomEvents.event(shop, random);
                    if (random.nextInt(5) == 0) {
                        RandomEvents.description(shop, random);
                    }
                }
                shop.flush();
                if (wave == 1) {
                    workers.add(worker(shop, "w3"));
                    engine.kill(2);
                }
                if (wave == 2) {
                    workers.remove(0).close();
                    killed.destroyForcibly().waitFor();
                    engine.start(2);
                }
            }
            killed = ForkedWorker.start(kafka.bootstrapServers(), shop, MODEL, "w2", directory);
            try {
                shop.awaitAnswers(TIMEOUT);
            } finally {
                killed.destroyForcibly().waitFor();
            }
            new Replay(shop, MODEL).check();
            workers.forEach(RunningWorker::close);
            try (RunningWorker restarted = worker(shop, "w4")) {
                shop.query("after-a-restart", "image-1");
                shop.awaitAnswers(TIMEOUT);
                assertThat(restarted.ended()).isNotDone();
            }
            new Replay(shop, MODEL).check();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
    }

    /** Nothing of the second worker is refreshed yet when the first one's answers must know of it. */
    @Test
    void whatWasAnsweredIsSeenByEveryLaterAnswerOfAnyWorkerBeforeTheEngineShowsIt(TestInfo test) {
        try (TestShop shop = shop(test);
                RunningWorker first = worker(shop, "w1");
                RunningWorker second = worker(shop, "w2")) {
            int wave = 20;
            for (int published = 0; published < 4 * wave; published += wave) {
                for (int i = published; i < published + wave; i++) {
                    shop.upload("item-" + i, "image-" + i);
                }
                shop.awaitAnswers(TIMEOUT);
                Replay replay = new Replay(shop, MODEL);
                for (int i = published; i < published + wave; i++) {
                    Recommendations answer = replay.answerTo("e" + i);
                    assertThat(answer.snapshot().complete()).isTrue();
                }
            }
            new Replay(shop, MODEL).check();
            assertThat(first.ended()).isNotDone();
            assertThat(second.ended()).isNotDone();
        }
    }

    @Test
    void whileTheEngineIsAwayNothingIsAnsweredAndNobodyEnds(TestInfo test) throws Exception {
        try (TestShop shop = shop(test);
                RunningWorker worker = worker(shop, "w1")) {
            for (int i = 0; i < 20; i++) {
                shop.upload("item-" + i, "image-" + i);
            }
            shop.awaitAnswers(TIMEOUT);
            int before = shop.read(shop.topics.recommendations()).size();
            engine.kill(2);
            engine.kill(1);
            for (int i = 20; i < 60; i++) {
                shop.upload("item-" + i, "image-" + i);
            }
            shop.flush();
            Thread.sleep(10_000);
            assertThat(shop.read(shop.topics.recommendations())).hasSize(before);
            assertThat(worker.ended()).isNotDone();
            assertThat(worker.notReady()).anyMatch(why -> why.contains("batches failed"));
            try (RunningWorker second = new RunningWorker(
                    shop, kafka.bootstrapServers(), "w2", directory, new FakeExtractor(MODEL, 0), Clock.systemUTC())) {
                Thread.sleep(5_000);
                assertThat(second.ended()).isNotDone();
                engine.start(1);
                engine.start(2);
                second.awaitReady();
            }
            shop.awaitAnswers(TIMEOUT);
            new Replay(shop, MODEL).check();
            await().atMost(TIMEOUT).until(() -> worker.notReady().isEmpty());
        }
    }
}
