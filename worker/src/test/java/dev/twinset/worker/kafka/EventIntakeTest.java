package dev.twinset.worker.kafka;

import static dev.twinset.worker.kafka.LivenessTest.awaitUninterruptibly;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.vision.Extraction;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The poll loop with a consumer that the test drives: what a rebalance and a failed batch do to it. */
class EventIntakeTest {
    private static final String IMAGES = Topics.DEFAULT.images();
    private static final TopicPartition FIRST = new TopicPartition(IMAGES, 0);
    private static final TopicPartition SECOND = new TopicPartition(IMAGES, 1);

    @TempDir
    private Path directory;

    private volatile ConsumerRebalanceListener rebalances = new ConsumerRebalanceListener() {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
    };
    /** How often the brokers do not answer when they are asked for committed offsets. */
    private final AtomicInteger refusals = new AtomicInteger();

    /** What the consumer still lists after it was revoked, as the real one does for a while. */
    private volatile Set<TopicPartition> stale = Set.of();

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized Set<TopicPartition> assignment() {
            return Stream.concat(super.assignment().stream(), stale.stream()).collect(Collectors.toSet());
        }

        @Override
        public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
            rebalances = listener;
            super.subscribe(topics, listener);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
                Set<TopicPartition> partitions, Duration timeout) {
            if (refusals.getAndDecrement() > 0) {
                throw new TimeoutException("no broker answers");
            }
            return super.committed(partitions, timeout);
        }
    };
    private final MockConsumer<byte[], byte[]> ends = new MockConsumer<>("earliest");
    private final CountDownLatch mayCommit = new CountDownLatch(1);

    /** How many images each batch had. */
    private final List<Integer> extracted = new CopyOnWriteArrayList<>();

    private volatile CountDownLatch mayExtract = new CountDownLatch(0);
    private volatile boolean held;
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void commitTransaction() {
                    if (held) {
                        awaitUninterruptibly(mayCommit);
                    }
                    super.commitTransaction();
                }
            };
    private final WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
    private final WorkerHealth health = new WorkerHealth(Duration.ofMinutes(5), System::nanoTime);
    private final GroupMembership membership = new GroupMembership();
    private final ServingModels models = new ServingModels(new ModelRecords(Topics.DEFAULT, "/test"), "fake");
    private FeatureIndex index;
    private BatchPipeline pipeline;
    private EventIntake intake;
    private Thread poll;

    @BeforeEach
    void start() throws Exception {
        FakeExtractor extractor = new FakeExtractor("fake", 0) {
            @Override
            public List<Extraction> extract(List<byte[]> images) {
                extracted.add(images.size());
                awaitUninterruptibly(mayExtract);
                return super.extract(images);
            }
        };
        index = FakeExtractor.index(directory);
        BatchCommitter committer =
                new BatchCommitter(() -> producer, TestPipeline.partitions(), Duration.ofSeconds(15), models);
        committer.init();
        pipeline = TestPipeline.open(extractor, index, models, ends, committer, membership, Observability.of(metrics));
        intake = new EventIntake(
                consumer,
                List.of(IMAGES),
                Duration.ofMillis(5),
                pipeline,
                TestPipeline.partitions(),
                new MissedDeletions(() -> new MockConsumer<>("earliest"), Set.of(IMAGES), index, Clock.systemUTC()),
                membership,
                models,
                new TermProgress(Clock.systemUTC()),
                health,
                (partitions, count) -> {});
        poll = new Thread(intake::run, "poll");
        poll.start();
        await().until(() -> consumer.subscription().contains(IMAGES));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(FIRST, SECOND)));
        await().until(() -> consumer.assignment().containsAll(Set.of(FIRST, SECOND)));
    }

    @AfterEach
    void stop() throws Exception {
        mayCommit.countDown();
        mayExtract.countDown();
        intake.stop();
        poll.join();
        pipeline.close();
        index.close();
    }

    @Test
    void aBatchGrowsWhileTheOneBeforeItIsExtracted() throws InterruptedException {
        mayExtract = new CountDownLatch(1);
        String item = keyOf(0);
        arrive(FIRST, 0, item);
        await().until(() -> extracted.size() == 1);
        for (int offset = 1; offset < 3; offset++) {
            arrive(FIRST, offset, item);
            Thread.sleep(50); // ten times as long as an event waits for others
        }
        mayExtract.countDown();
        await().until(() -> producer.commitCount() == 2);
        assertThat(extracted).containsExactly(1, 2);
    }

    @Test
    void aBatchGrowsWhileTheOneBeforeItWaitsForACommit() throws InterruptedException {
        held = true;
        String item = keyOf(0);
        arrive(FIRST, 0, item);
        await().until(() -> extracted.size() == 1);
        arrive(FIRST, 1, item);
        await().until(() -> extracted.size() == 2);
        for (int offset = 2; offset < 4; offset++) {
            arrive(FIRST, offset, item);
            Thread.sleep(50);
        }
        mayCommit.countDown();
        await().until(() -> producer.commitCount() == 3);
        assertThat(extracted).containsExactly(1, 1, 2);
    }

    @Test
    void whatIsHeldIsNamedByTopic() {
        TopicPartition tenth = new TopicPartition(IMAGES, 10);
        TopicPartition query = new TopicPartition(Topics.DEFAULT.queries(), 0);
        assertThat(EventIntake.names(List.of(tenth, query, SECOND)))
                .isEqualTo("catalog.images [1, 10], catalog.queries [0]");
        assertThat(EventIntake.names(List.of())).isEqualTo("nothing");
    }

    @Test
    void commitsTheOffsetsOfWhatItAnswered() {
        arrive(FIRST, 0, "a");
        arrive(SECOND, 0, "b");
        await().until(() -> committed(FIRST) == 1 && committed(SECOND) == 1);
    }

    @Test
    void brokersThatAreAwayAtAnAssignmentAreAskedAgain() throws Exception {
        anItemIsStoredThatTheTopicDoesNotHold();
        refusals.set(2);
        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(FIRST, SECOND)));
        await().until(() -> refusals.get() < 0);

        arrive(FIRST, 0, keyOf(0));

        await().until(() -> committed(FIRST) == 1);
        assertThat(pipeline.fault()).isEmpty();
    }

    /** Otherwise its next owner looks for missed deletions again, though nothing has come since. */
    @Test
    void aPartitionWithoutEventsIsCommittedAsReadOnceItsMissedDeletionsAre() throws Exception {
        anItemIsStoredThatTheTopicDoesNotHold();
        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(FIRST, SECOND)));

        await().until(() -> {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.of(FIRST, SECOND));
            return Stream.of(FIRST, SECOND)
                    .map(committed::get)
                    .allMatch(offset -> offset != null
                            && CommitStamp.of(offset.metadata())
                                    .orElseThrow()
                                    .time()
                                    .isAfter(Instant.EPOCH));
        });
    }

    private void anItemIsStoredThatTheTopicDoesNotHold() throws Exception {
        float[] vector = FakeExtractor.vector("a".getBytes(UTF_8));
        index.apply(List.of(new FeatureChange("a", Optional.of(vector))), Map.of());
        consumer.updatePartitions(
                IMAGES,
                List.of(
                        new PartitionInfo(IMAGES, 0, null, new Node[0], new Node[0]),
                        new PartitionInfo(IMAGES, 1, null, new Node[0], new Node[0])));
    }

    @Test
    void aRevokedPartitionIsGivenAwayOnlyAfterItsBatchHasEnded() {
        held = true;
        arrive(FIRST, 0, "a");
        await().until(() -> pipeline.inFlight() == 1);
        AtomicBoolean givenAway = new AtomicBoolean();
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(SECOND));
            givenAway.set(true);
        });
        await().during(Duration.ofMillis(200)).until(() -> !givenAway.get() && pipeline.inFlight() == 1);

        mayCommit.countDown();

        await().untilTrue(givenAway);
        assertThat(committed(FIRST)).isEqualTo(1);
    }

    @Test
    void whatIsInFlightOfALostPartitionIsNotCommitted() {
        held = true;
        arrive(FIRST, 0, "a");
        await().until(() -> pipeline.inFlight() == 1);
        arrive(FIRST, 1, "b");
        await().until(() -> pipeline.inFlight() == 2);
        CountDownLatch lost = new CountDownLatch(1);
        consumer.schedulePollTask(() -> {
            lost.countDown();
            rebalances.onPartitionsLost(List.of(FIRST));
        });
        awaitUninterruptibly(lost);
        await().until(() -> pipeline.epoch() == 1);

        mayCommit.countDown();

        await().until(() -> pipeline.inFlight() == 0);
        assertThat(committed(FIRST))
                .isEqualTo(1); // the first was committing already; the second is left to the new owner
    }

    @Test
    void aFailedBatchIsReadAgainFromTheCommittedOffset() {
        consumer.schedulePollTask(() -> consumer.commitSync(Map.of(FIRST, new OffsetAndMetadata(0))));
        producer.commitTransactionException = new InvalidProducerEpochException("aborted");
        arrive(FIRST, 0, "a");
        await().until(() -> pipeline.epoch() == 1);
        producer.commitTransactionException = null;
        // a mock consumer forgets what it returned: the broker would send it again after the seek
        await().until(() -> position(FIRST) == 0);
        arrive(FIRST, 0, "a");

        await().until(() -> committed(FIRST) == 1);
        assertThat(pipeline.fault()).isEmpty();
    }

    @Test
    void aRevokedPartitionThatTheConsumerStillListsEndsNothing() {
        consumer.schedulePollTask(() -> {
            consumer.rebalance(List.of(SECOND));
            stale = Set.of(FIRST);
        });
        consumer.schedulePollTask(() -> consumer.commitSync(Map.of(SECOND, new OffsetAndMetadata(0))));
        producer.commitTransactionException = new InvalidProducerEpochException("aborted");
        arrive(SECOND, 0, "a");
        await().until(() -> pipeline.epoch() == 1); // the intake rewinds what it has
        producer.commitTransactionException = null;
        await().until(() -> position(SECOND) == 0);
        held = true;
        IntStream.range(0, 20).forEach(i -> arrive(SECOND, i, "item-" + i)); // more than it takes: it pauses all
        await().until(() -> pipeline.inFlight() == 3);

        mayCommit.countDown();

        await().until(() -> committed(SECOND) == 20);
        assertThat(poll.isAlive()).isTrue();
    }

    /** An id whose events belong to this partition. */
    private static String keyOf(int partition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "item-" + i)
                .filter(id -> KafkaRecords.partition(id.getBytes(UTF_8), 2) == partition)
                .findFirst()
                .orElseThrow();
    }

    private void arrive(TopicPartition partition, long offset, String itemId) {
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, itemId.getBytes(UTF_8), itemId.getBytes(UTF_8))));
    }

    private long position(TopicPartition partition) {
        synchronized (consumer) {
            return consumer.position(partition);
        }
    }

    private long committed(TopicPartition partition) {
        return producer.consumerGroupOffsetsHistory().stream()
                .flatMap(groups -> groups.values().stream())
                .filter(offsets -> offsets.containsKey(partition))
                .mapToLong(offsets -> offsets.get(partition).offset())
                .max()
                .orElse(-1);
    }
}
