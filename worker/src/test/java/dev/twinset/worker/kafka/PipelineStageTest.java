package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.worker.health.WorkerHealth;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PipelineStageTest {
    private final AtomicLong nanos = new AtomicLong();
    private final WorkerHealth health = new WorkerHealth(Duration.ofSeconds(1), nanos::get);
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final PipelineStage stage = new PipelineStage("extract", health.extracting(), new PipelineStage.Outcome() {
        @Override
        public boolean accepts(PolledBatch batch) {
            boolean current = batch.epoch() == 0;
            if (!current) {
                events.add("dropped " + batch.number());
            }
            return current;
        }

        @Override
        public void failed(PolledBatch batch, Throwable cause) {
            events.add("failed " + batch.number() + ": " + cause.getMessage());
        }
    });

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void runsTasksInOrderOnItsOwnThread() {
        for (int i = 0; i < 20; i++) {
            int number = i;
            stage.run(
                    batch(0, number),
                    () -> events.add(number + " on " + Thread.currentThread().getName()));
        }
        await().until(() -> events.size() == 20);
        for (int i = 0; i < 20; i++) {
            assertThat(events.get(i)).isEqualTo(i + " on extract");
        }
    }

    @Test
    void aBatchThatNoLongerCountsIsNotRun() {
        stage.run(batch(1, 7), () -> events.add("ran"));
        stage.run(batch(0, 8), () -> events.add("ran 8"));

        await().until(() -> events.size() == 2);
        assertThat(events).containsExactly("dropped 7", "ran 8");
    }

    @Test
    void aFailureIsReportedOnceAndTheNextBatchRuns() {
        stage.run(batch(0, 1), () -> {
            throw new IllegalStateException("broken");
        });
        stage.run(batch(0, 2), () -> {
            throw new AssertionError("worse");
        });
        stage.run(batch(0, 3), () -> events.add("ran 3"));

        await().until(() -> events.size() == 3);
        assertThat(events).containsExactly("failed 1: broken", "failed 2: worse", "ran 3");
    }

    @Test
    void aTaskThatHangsIsSeenByTheWatchdogUntilItEnds() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        stage.run(batch(0, 1), () -> {
            started.countDown();
            release.await();
        });
        started.await();
        assertThat(health.notLive()).isEmpty();

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(health.notLive()).singleElement().asString().contains("extraction");

        release.countDown();
        await().until(() -> health.notLive().isEmpty());
    }

    private static PolledBatch batch(long epoch, long number) {
        return new PolledBatch(epoch, number, Role.first("fake"), List.of(), new BitSet(), Map.of());
    }
}
