package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.worker.engine.EngineFeatureIndex;
import dev.twinset.worker.engine.MemoryEngine;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hangs is seen from outside, and what works or only waits is not blamed. */
class LivenessTest {
    private static final Duration LIMIT = Duration.ofMillis(400);

    @TempDir
    private Path directory;

    private final CountDownLatch hang = new CountDownLatch(1);
    private final CountDownLatch committing = new CountDownLatch(1);
    private final CountDownLatch brokersAnswer = new CountDownLatch(1);
    private final WorkerHealth health = new WorkerHealth(LIMIT, System::nanoTime);
    private final WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
    private final MockConsumer<byte[], byte[]> ends = new MockConsumer<>("earliest");
    private final ServingModels models = new ServingModels(new ModelRecords(Topics.DEFAULT, "/test"), "fake");
    private FeatureIndex index;
    private BatchPipeline pipeline;
    private final GroupMembership membership = new GroupMembership();

    @BeforeEach
    void open() throws Exception {
        index = FakeExtractor.index(directory);
        BatchCommitter committer = new BatchCommitter(
                () -> new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public void commitTransaction() {
                        committing.countDown();
                        awaitUninterruptibly(brokersAnswer);
                        super.commitTransaction();
                    }
                },
                TestPipeline.partitions(),
                Duration.ofSeconds(15),
                models);
        committer.init();
        membership.update(ends.groupMetadata());
        HangingExtractor extractor = new HangingExtractor();
        pipeline = TestPipeline.open(
                extractor,
                index,
                models,
                ends,
                committer,
                membership,
                new Observability(metrics, health, ClientListener.NONE));
    }

    @AfterEach
    void close() throws Exception {
        hang.countDown();
        brokersAnswer.countDown();
        pipeline.drain();
        pipeline.close();
        index.close();
    }

    private EventIntake intake(MockConsumer<byte[], byte[]> consumer) {
        return new EventIntake(
                consumer,
                List.of("images"),
                Duration.ofMillis(5),
                pipeline,
                TestPipeline.partitions(),
                new MissedDeletions(() -> new MockConsumer<>("earliest"), Set.of("images"), index, Clock.systemUTC()),
                membership,
                models,
                new TermProgress(Clock.systemUTC()),
                health,
                (partitions, count) -> {});
    }

    @Test
    void aPollLoopThatHangsIsNotLive() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            private int polls;

            @Override
            public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                if (++polls > 20) {
                    hanging.countDown();
                    awaitUninterruptibly(hang);
                }
                breathe();
                return super.poll(timeout);
            }
        };
        EventIntake uploads = intake(consumer);
        Thread poll = new Thread(() -> uploads.run(), "poll");
        poll.start();
        while (hanging.getCount() > 0) {
            assertThat(health.notLive()).isEmpty();
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> !health.notLive().isEmpty());
        assertThat(health.notLive()).singleElement().asString().startsWith("the poll loop has made no progress");

        hang.countDown();
        await().atMost(Duration.ofSeconds(60)).until(() -> health.notLive().isEmpty());
        uploads.stop();
        poll.join();
        assertThat(health.notLive()).as("a loop that ended does not hang").isEmpty();
    }

    @Test
    void anIndexerThatHangsOrHasEndedByItselfIsNotLive() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        TopicPartition changelog = new TopicPartition("features", 0);
        consumer.updateBeginningOffsets(Map.of(changelog, 0L));
        CountDownLatch refreshed = new CountDownLatch(1);
        MemoryEngine engine = new MemoryEngine() {
            @Override
            public synchronized long count() {
                if (consumer.subscription().isEmpty()) {
                    return 0; // when it is opened
                }
                refreshed.countDown();
                awaitUninterruptibly(hang);
                return super.count();
            }
        };
        EngineFeatureIndex remote = new EngineFeatureIndex(
                engine, TestEngine.settings("http://localhost:9200").orElseThrow(), "memory", 2, Map.of(), metrics);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        EngineIndexer indexer = new EngineIndexer(
                consumer,
                List.of(changelog),
                new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test"),
                2,
                remote,
                Duration.ZERO,
                metrics,
                health.indexing(),
                failures::add);
        indexer.start();
        awaitUninterruptibly(refreshed);

        await().atMost(Duration.ofSeconds(60)).until(() -> !health.notLive().isEmpty());
        assertThat(health.notLive()).singleElement().asString().startsWith("the indexer, which copies the changelog");

        hang.countDown();
        await().atMost(Duration.ofSeconds(60)).until(() -> health.notLive().isEmpty());
        consumer.schedulePollTask(() -> {
            throw new IllegalStateException("a bug");
        });
        await().atMost(Duration.ofSeconds(60)).until(() -> !failures.isEmpty());
        await().atMost(Duration.ofSeconds(60)).until(() -> !health.notLive().isEmpty());
        indexer.close();
    }

    @Test
    void anImageThatHangsItsDecoderIsSeenThoughPollingGoesOn() throws InterruptedException {
        submit();

        await().atMost(Duration.ofSeconds(60)).until(() -> !health.notLive().isEmpty());
        assertThat(health.notLive())
                .singleElement()
                .asString()
                .startsWith("the extraction of a batch has made no progress");
    }

    @Test
    void aCommitThatWaitsForItsBrokersIsNotBlamedNorThePollLoopThatWaitsForIt() throws InterruptedException {
        hang.countDown();
        submit();
        committing.await();
        pipeline.endEpoch(); // so the loop waits for what is in flight, and that for the brokers
        EventIntake uploads = intake(new MockConsumer<>("earliest"));
        Thread poll = new Thread(() -> uploads.run(), "poll");
        poll.start();

        Thread.sleep(3 * LIMIT.toMillis());
        assertThat(health.notLive()).isEmpty();

        brokersAnswer.countDown();
        uploads.stop();
        poll.join();
    }

    private void submit() throws InterruptedException {
        TopicPartition images = new TopicPartition(Topics.DEFAULT.images(), 0);
        EventRecord record = new EventRecord(
                images.topic(), 0, 0, 0, Optional.of(new byte[] {'a'}), Optional.of(new byte[] {'b'}), List.of());
        assertThat(pipeline.admit(Duration.ofSeconds(1))).isTrue();
        pipeline.submit(new PolledBatch(
                0, 0, models.role(), List.of(record), new BitSet(), Map.of(images, new OffsetAndMetadata(1))));
    }

    private static void breathe() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Hangs until it is let go. */
    private final class HangingExtractor implements FeatureExtractor {
        private final FakeExtractor fake = new FakeExtractor("fake", 0);

        @Override
        public String modelId() {
            return fake.modelId();
        }

        @Override
        public MatchCalibration calibration() {
            return fake.calibration();
        }

        @Override
        public int dimension() {
            return fake.dimension();
        }

        @Override
        public List<Extraction> extract(List<byte[]> images) {
            awaitUninterruptibly(hang);
            return fake.extract(images);
        }

        @Override
        public void close() {
            fake.close();
        }
    }
}
