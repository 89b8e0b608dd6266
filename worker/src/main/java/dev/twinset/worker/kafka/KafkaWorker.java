package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.model.ModelRecords;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.decode.DecodeGuard;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.BatchExtractor;
import dev.twinset.worker.pipeline.ExtractedBatch;
import dev.twinset.worker.pipeline.Recommender;
import dev.twinset.worker.preflight.Changelog;
import dev.twinset.worker.preflight.Preflight;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.reference.ImageReferences;
import dev.twinset.worker.standing.StandingAnswers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka side of a worker: checks the cluster, restores the index, then answers events until it is stopped. The
 * order of the start matters: transactions are taken over first (which aborts what a killed predecessor left open, and
 * so frees the end of the changelog), the index is restored next, and only then does the worker join the group.
 */
public final class KafkaWorker {
    private static final Logger log = LoggerFactory.getLogger(KafkaWorker.class);

    /** For brokers that are slow to answer while a worker starts. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Shorter than what is left between two scrapes of metrics. */
    private static final Duration HELD_INTERVAL = Duration.ofSeconds(10);

    private static final Duration WARM_UP = Duration.ofMillis(200);

    private final ClientConfig clients;
    private final PipelineSettings settings;
    private final EventCodec codec;
    private final FeatureExtractor extractor;
    private final ImageReferences references;
    private final DecodeGuard guard;
    private final Observability observability;
    private final Clients open;
    private final StartChecks checks;
    private final Clock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<EventIntake> polling = Optional.empty();
    private volatile boolean stopping;

    /** @param guard that the extractor reports to; closed by its owner */
    public KafkaWorker(
            ClientConfig clients,
            PipelineSettings settings,
            EventCodec codec,
            FeatureExtractor extractor,
            ImageReferences references,
            DecodeGuard guard,
            Observability observability,
            Clock clock) {
        this.clients = requireNonNull(clients, "clients is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.codec = requireNonNull(codec, "codec is null");
        this.extractor = requireNonNull(extractor, "extractor is null");
        this.references = requireNonNull(references, "references is null");
        this.guard = requireNonNull(guard, "guard is null");
        this.observability = requireNonNull(observability, "observability is null");
        this.open = new Clients(clients, observability.clients());
        this.clock = requireNonNull(clock, "clock is null");
        this.checks = new StartChecks(this::preflight);
    }

    /**
     * Runs until {@link #stop}.
     *
     * @param onReady called once, when the worker is about to read its first events
     * @throws WorkerException if the worker cannot start or cannot go on
     * @throws IOException if the index cannot be read or written
     */
    public void run(Runnable onReady) throws IOException {
        try {
            Changelog changelog = checks.run();
            try (Consumer<byte[], byte[]> watermarks = open.watermarks()) {
                FollowedTopics topics = followed(changelog, watermarks);
                HighWatermark highWatermark = new HighWatermark(watermarks, topics.all());
                IndexOpener opener = new IndexOpener(settings, changelog, extractor, codec, open, observability, clock);
                try (FeatureIndex index = opener.open(topics, highWatermark, () -> stopping)) {
                    serve(opener, index, highWatermark, changelog, topics, onReady);
                }
            } catch (WorkerException | KafkaException e) {
                throw KafkaErrors.isRefusal(e) ? checks.refused(e) : e;
            }
        } finally {
            ended.countDown();
        }
    }

    private Preflight preflight() {
        ClusterUse use =
                clients.clusterUse(settings.topics(), Optional.of(extractor.modelId()), settings.batchRecords());
        OptionalLong copied =
                settings.engine().isPresent() ? OptionalLong.empty() : OptionalLong.of(extractor.dimension());
        return new Preflight(use, settings.dataDir(), copied, clock);
    }

    private FollowedTopics followed(Changelog changelog, Consumer<?, ?> consumer) {
        String attributes = settings.topics().attributes();
        return new FollowedTopics(
                changelog.partitions(),
                consumer.partitionsFor(attributes, TIMEOUT).stream()
                        .map(partition -> new TopicPartition(attributes, partition.partition()))
                        .toList(),
                new TopicPartition(settings.topics().models(), 0));
    }

    private void serve(
            IndexOpener opener,
            FeatureIndex index,
            HighWatermark highWatermark,
            Changelog changelog,
            FollowedTopics topics,
            Runnable onReady) {
        ModelRecords modelRecords = new ModelRecords(settings.topics(), "/twinset/worker/" + clients.workerId());
        ServingModels models = new ServingModels(modelRecords, extractor.modelId());
        WorkerMetrics metrics = observability.metrics();
        WorkerHealth health = observability.health();
        GroupMembership membership = new GroupMembership();
        Consumer<byte[], byte[]> features = open.features();
        ItemPartitions itemPartitions = new ItemPartitions(settings.topics().images(), changelog);
        StandingAnswers standing = new StandingAnswers(settings.standing().isPresent());
        try (BatchCommitter committer =
                        new BatchCommitter(open::results, itemPartitions, clients.transactionTimeout(), models);
                BatchPipeline pipeline = new BatchPipeline(
                        new BatchExtractor(
                                codec, settings.options(), extractor, references, metrics, screen(itemPartitions)),
                        new CommittedFeatures(topics, index, models, highWatermark, settings.fenceTimeout(), metrics),
                        new Recommender(
                                codec, extractor, index, settings.session(), metrics, standing, settings.options()),
                        committer,
                        membership,
                        settings.depth(),
                        new BatchLimits(settings.batchRecords(), ClientConfig.MAX_BATCH),
                        observability);
                StandingScan standingScan = new StandingScan(
                        standing,
                        index,
                        codec,
                        extractor.modelId(),
                        settings.topics().recommendations(),
                        open::catalog,
                        open::watermarks,
                        health.standing(),
                        pipeline::fail);
                HeldRecords held = new HeldRecords(
                        open::admin,
                        List.of(settings.topics().images(), settings.topics().queries()),
                        HELD_INTERVAL);
                MissedDeletions missed = new MissedDeletions(
                        open::catalog,
                        settings.anyPartition()
                                ? Set.of()
                                : Set.of(settings.topics().images()),
                        index,
                        clock);
                EventIntake intake = new EventIntake(
                        open.uploads(settings.batchRecords()),
                        List.of(settings.topics().images(), settings.topics().queries()),
                        settings.batchLinger(),
                        pipeline,
                        itemPartitions,
                        missed,
                        membership,
                        models,
                        new TermProgress(clock),
                        health,
                        standingScan::assigned);
                ChangelogFollower follower = new ChangelogFollower(
                        features,
                        topics,
                        codec,
                        index,
                        models,
                        extractor.dimension(),
                        new ChangelogAge(features, changelog.tombstonesLast(), clock),
                        settings.syncInterval(),
                        metrics,
                        health.following(),
                        pipeline::fail,
                        standing);
                EngineIndexer indexer = opener.indexer(index, pipeline::fail);
                ModelTakeover takeover =
                        new ModelTakeover(clients, open, settings.topics(), modelRecords, models, membership, clock)) {
            metrics.watchServing(() -> models.role().answers());
            metrics.watchProgress(index::items, follower::behind, intake::waiting, held::count);
            metrics.watchStanding(standing::waiting);
            committer.init();
            settings.standing().ifPresent(standingScan::start);
            follower.start();
            if (indexer != null) {
                indexer.start();
            }
            Restore restore = new Restore(index, topics, models, highWatermark, observability);
            if (restore.await(() -> stopping || pipeline.fault().isPresent())) {
                warmUp(index);
                takeover.learnRole(() -> stopping);
                takeover.start();
                polling = Optional.of(intake);
                if (!stopping) {
                    onReady.run();
                    intake.run();
                }
            }
            pipeline.fault().ifPresent(fault -> {
                throw fault;
            });
        }
    }

    private BatchExtractor.Screen screen(ItemPartitions itemPartitions) {
        return new BatchExtractor.Screen() {
            @Override
            public void check(EventRecord record) throws RejectedEventException {
                if (!settings.anyPartition()) {
                    itemPartitions.check(record);
                }
                guard.check(record);
            }

            @Override
            public void extracting(List<EventRecord> records, List<byte[]> images) {
                guard.extracting(records, images);
            }
        };
    }

    /** Answers queries that nobody asked: a model that takes over has a second's load waiting for its first answer. */
    private void warmUp(FeatureIndex index) {
        if (index.items() == 0) {
            return; // nothing to search
        }
        Recommender unseen = new Recommender(codec, extractor, index, settings.session(), WorkerMetrics.unread(clock));
        float[] vector = new float[extractor.dimension()];
        vector[0] = 1;
        ImageQueried query = new ImageQueried("warm-up", "warm-up", new byte[0], Optional.empty(), Optional.empty());
        List<ExtractedBatch> visible =
                List.of(new ExtractedBatch(0, List.of(new ExtractedBatch.Embedded(query, settings.options(), vector))));
        long end = System.nanoTime() + WARM_UP.toNanos();
        try {
            do {
                unseen.answer(visible, true, false);
            } while (System.nanoTime() < end);
        } catch (EngineUnavailableException e) {
            log.debug("not warmed up: {}", e.getMessage());
        }
    }

    /** Stops after what is in flight is committed. Any thread. */
    public void stop() {
        stopping = true;
        observability.health().stopping();
        polling.ifPresent(EventIntake::stop);
    }

    /** Waits for {@link #run} to return; false if it takes longer. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
