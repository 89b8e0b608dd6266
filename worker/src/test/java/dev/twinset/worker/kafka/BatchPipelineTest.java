package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.model.ServingModel;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.BatchExtractor;
import dev.twinset.worker.pipeline.Recommender;
import dev.twinset.worker.reference.ImageReferences;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three stages without a broker: what is committed, and what is not. */
class BatchPipelineTest {
    private static final TopicPartition IMAGES = new TopicPartition(Topics.DEFAULT.images(), 0);
    private static final TopicPartition FEATURES = new TopicPartition("features", 0);

    @TempDir
    private Path directory;

    private final EventCodec codec = new EventCodec(Topics.DEFAULT, Clock.systemUTC(), "/test");
    private final HeldProducer producer = new HeldProducer();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Runnable onAsking = () -> {};
    private final MockConsumer<byte[], byte[]> ends = new MockConsumer<>("earliest") {
        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            Map<TopicPartition, Long> offsets = super.endOffsets(partitions, timeout);
            asked.incrementAndGet();
            onAsking.run();
            return offsets;
        }
    };
    private final ServingModels models = new ServingModels(new ModelRecords(Topics.DEFAULT, "/test"), "fake");
    private FeatureIndex index;
    private BatchPipeline pipeline;

    @BeforeEach
    void open() throws IOException {
        index = FakeExtractor.index(directory);
        ends.updateEndOffsets(Map.of(FEATURES, 0L));
        pipeline = pipeline(Duration.ofSeconds(30));
    }

    private BatchPipeline pipeline(Duration timeout) {
        WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
        BatchCommitter committer =
                new BatchCommitter(() -> producer, TestPipeline.partitions(), Duration.ofSeconds(15), models);
        if (!producer.transactionInitialized()) {
            committer.init();
        }
        FakeExtractor extractor = new FakeExtractor("fake", 0);
        GroupMembership membership = new GroupMembership();
        membership.update(ends.groupMetadata());
        return new BatchPipeline(
                new BatchExtractor(
                        codec, AnswerOptions.DEFAULT, extractor, ImageReferences.off(), metrics, record -> {}),
                new CommittedFeatures(
                        new FollowedTopics(List.of(FEATURES), List.of(), new TopicPartition("models", 0)),
                        index,
                        models,
                        new HighWatermark(ends, List.of(FEATURES)),
                        timeout,
                        metrics),
                new Recommender(codec, extractor, index, "session", metrics),
                committer,
                membership,
                3,
                new BatchLimits(32, 1 << 20),
                Observability.of(metrics));
    }

    @AfterEach
    void close() throws IOException {
        pipeline.close();
        index.close();
    }

    @Test
    void aSearchWaitsUntilTheReplicaHoldsWhatWasCommittedBeforeIt() throws Exception {
        ends.updateEndOffsets(Map.of(FEATURES, 2L)); // a feature and its transaction's marker
        submit(0, 0, "item");

        Thread.sleep(300);
        assertThat(producer.history()).isEmpty();
        index.apply(List.of(change("theirs", "image")), Map.of(0, 2L));

        pipeline.drain();
        Recommendations answer = answers().get(0);
        assertThat(answer.snapshot().complete()).isTrue();
        assertThat(answer.recommendations()).extracting(item -> item.itemId()).containsExactly("theirs");
    }

    @Test
    void everyResultSaysWhatItsScoreMeans() throws Exception {
        index.apply(List.of(change("one", "one"), change("other", "else"), change("third", "third")), Map.of(0, 3L));
        submit(0, 0, "item");
        pipeline.drain();

        List<Recommendation> found = answers().get(0).recommendations();
        assertThat(found).hasSize(3);
        assertThat(found)
                .allSatisfy(one -> assertThat(one.match())
                        .hasValue(FakeExtractor.CALIBRATION.match(one.score()).orElseThrow()));
        assertThat(found).extracting(one -> one.match().orElseThrow()).doesNotHaveDuplicates();
    }

    @Test
    void aSearchThatWaitedInVainSaysSo() throws Exception {
        pipeline.close();
        pipeline = pipeline(Duration.ofMillis(50));
        ends.updateEndOffsets(Map.of(FEATURES, 2L));

        submit(0, 0, "item");
        pipeline.drain();

        assertThat(answers().get(0).snapshot().complete()).isFalse();
    }

    @Test
    void aBatchSeesTheOneAheadOfItThatIsCommittedWhileItWaits() throws Exception {
        producer.holdCommits();
        submit(0, 0, "first");
        await().until(() -> asked.get() == 1);
        // the second is at the fence with the first still in flight; before it goes on, the first commits and leaves
        onAsking = () -> {
            producer.letCommitsGo();
            await().until(() -> producer.commitCount() == 1 && pipeline.inFlight() == 1);
        };
        submit(0, 1, "second");
        pipeline.drain();

        assertThat(answers().get(1).recommendations())
                .extracting(item -> item.itemId())
                .containsExactly("first");
    }

    @Test
    void aFailedBatchTakesThoseBehindItAlong() throws Exception {
        producer.commitTransactionException = new InvalidProducerEpochException("aborted");
        submit(0, 0, "first");
        submit(0, 1, "second");
        pipeline.drain();
        producer.commitTransactionException = null;
        submit(0, 2, "third");
        pipeline.drain();

        assertThat(pipeline.epoch()).isEqualTo(1);
        assertThat(producer.history()).isEmpty();
        assertThat(pipeline.fault()).isEmpty();

        submit(1, 3, "first again");
        pipeline.drain();
        assertThat(answers()).hasSize(1);
        assertThat(answers().get(0).snapshot().items())
                .as("nothing of the failed batches")
                .isEqualTo(1);
    }

    @Test
    void aBatchOfALostAssignmentIsNotCommitted() throws Exception {
        pipeline.endEpoch();
        submit(0, 0, "item");
        pipeline.drain();

        assertThat(producer.history()).isEmpty();
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
    }

    @Test
    void aTakenOverIdIsAFaultThatSaysWhatToDo() throws Exception {
        producer.commitTransactionException = new ProducerFencedException("newer");
        submit(0, 0, "item");

        await().atMost(Duration.ofMinutes(1)).until(() -> pipeline.fault().isPresent());
        assertThat(pipeline.fault().orElseThrow()).hasMessageContaining("give each worker its own worker.id");
    }

    @Test
    void whatWasSearchedWhenASwitchBeginsIsCommittedAndNothingElse() throws Exception {
        ServingModel serving = ServingModel.first("fake", Instant.EPOCH);
        say(serving);
        producer.holdCommits();
        onAsking = () -> {
            if (asked.get() == 3) { // the third has not been searched yet
                say(serving.switching("next", false));
                producer.letCommitsGo();
            }
        };
        submit(0, 0, "first");
        submit(0, 1, "second");
        submit(0, 2, "third");
        pipeline.drain();

        assertThat(answers()).extracting(Recommendations::itemId).containsExactly("first", "second");
        assertThat(pipeline.epoch()).as("the third is read again").isPositive();
        assertThat(pipeline.fault()).isEmpty();
    }

    private void say(ServingModel serving) {
        OutgoingRecord record = new ModelRecords(Topics.DEFAULT, "/test").serving(serving);
        models.apply(incoming(KafkaRecords.outgoing(record)));
    }

    private void submit(long epoch, long number, String itemId) throws InterruptedException {
        assertThat(pipeline.admit(Duration.ofSeconds(10))).isTrue();
        EventRecord record = new EventRecord(
                IMAGES.topic(),
                0,
                number,
                0,
                Optional.of(itemId.getBytes(UTF_8)),
                Optional.of(itemId.getBytes(UTF_8)),
                List.of());
        pipeline.submit(new PolledBatch(
                epoch,
                number,
                models.role(),
                List.of(record),
                new BitSet(),
                Map.of(IMAGES, new OffsetAndMetadata(number + 1))));
    }

    private static FeatureChange change(String itemId, String image) {
        return new FeatureChange(itemId, Optional.of(FakeExtractor.vector(image.getBytes(UTF_8))));
    }

    private List<Recommendations> answers() {
        return producer.history().stream()
                .filter(record -> record.topic().equals(Topics.DEFAULT.recommendations()))
                .map(BatchPipelineTest::incoming)
                .map(codec::recommendations)
                .toList();
    }

    private static EventRecord incoming(ProducerRecord<byte[], byte[]> sent) {
        return new EventRecord(
                sent.topic(), 0, 0, 0, Optional.of(sent.key()), Optional.ofNullable(sent.value()), List.of());
    }

    /** Commits only when it is let. */
    private static final class HeldProducer extends MockProducer<byte[], byte[]> {
        private final Semaphore commits = new Semaphore(Integer.MAX_VALUE);

        HeldProducer() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        void holdCommits() {
            commits.drainPermits();
        }

        void letCommitsGo() {
            commits.release(100);
        }

        @Override
        public void commitTransaction() {
            commits.acquireUninterruptibly();
            super.commitTransaction();
        }
    }
}
