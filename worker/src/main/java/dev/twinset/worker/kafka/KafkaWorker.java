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
import dev.twinset.worker.engine.EngineException;
import dev.twinset.worker.engine.EngineFeatureIndex;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.engine.OpenSearchEngine;
import dev.twinset.worker.engine.SearchEngine;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.features.LogOffsets;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.BatchExtractor;
import dev.twinset.worker.pipeline.ExtractedBatch;
import dev.twinset.worker.pipeline.Recommender;
import dev.twinset.worker.preflight.Changelog;
import dev.twinset.worker.preflight.Preflight;
import dev.twinset.worker.preflight.PreflightException;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.reference.ImageReferences;
import dev.twinset.worker.standing.StandingAnswers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
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

    /** Encoded images of one batch, bytes: with the batches in flight the bound on the heap. */
    private static final long MAX_BATCH_BYTES = 32L << 20;

    /** Until what this worker or another one has written is read. */
    private static final Duration CLAIM_INTERVAL = Duration.ofSeconds(1);

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
            Changelog changelog = checked();
            try (Consumer<byte[], byte[]> watermarks = open.watermarks()) {
                FollowedTopics topics = followed(changelog, watermarks);
                HighWatermark highWatermark = new HighWatermark(watermarks, topics.all());
                try (FeatureIndex index = openIndex(changelog, topics, highWatermark)) {
                    serve(index, highWatermark, changelog, topics, onReady);
                }
            } catch (WorkerException | KafkaException e) {
                throw KafkaErrors.isRefusal(e) ? refused(e) : e;
            }
        } finally {
            ended.countDown();
        }
    }

    /** @throws WorkerException if the worker cannot start */
    private Changelog checked() {
        try {
            return preflight().run();
        } catch (PreflightException e) {
            throw new WorkerException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Checks once more: in mid-stream the brokers tell a client that it was refused, but not which right it lacks. */
    private WorkerException refused(RuntimeException e) {
        Preflight preflight = preflight();
        try {
            preflight.run();
        } catch (PreflightException now) {
            boolean unreachable = now.getCause() != null && !KafkaErrors.isRefusal(now);
            if (!unreachable) { // a broker that is down by now says nothing of the reason
                WorkerException fault = new WorkerException(String.valueOf(now.getMessage()), now);
                fault.addSuppressed(e);
                return fault;
            }
        }
        return new WorkerException(preflight.explain(e).orElseGet(() -> "Kafka refuses: " + e.getMessage()), e);
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

    private FeatureIndex openIndex(Changelog changelog, FollowedTopics topics, HighWatermark highWatermark)
            throws IOException {
        if (settings.engine().isPresent()) {
            return openEngine(settings.engine().get(), changelog);
        }
        Path directory = settings.dataDir().resolve("features").resolve(extractor.modelId());
        LogOffsets starts = topics.copied(highWatermark.starts(TIMEOUT));
        FeatureIndex index = new LocalFeatureIndexOpener(
                        directory, extractor.modelId(), extractor.dimension(), changelog.identity(), clock)
                .open(starts.features(), topics.features(highWatermark.get(TIMEOUT)), changelog.tombstonesLast());
        index.describe(List.of(), starts.attributes());
        return index;
    }

    private FeatureIndex openEngine(EngineSettings engineSettings, Changelog changelog) {
        SearchEngine engine = new OpenSearchEngine(
                engineSettings, extractor.modelId(), changelog.identity().label(), extractor.dimension());
        try {
            String indexId = engine.prepare();
            try (Consumer<byte[], byte[]> indexer = open.indexer(indexId)) {
                return new EngineFeatureIndex(
                        engine,
                        engineSettings,
                        indexId,
                        extractor.dimension(),
                        EngineIndexer.shown(indexer, changelog.partitions()),
                        observability.metrics());
            }
        } catch (EngineException | EngineUnavailableException e) {
            engine.close();
            throw new WorkerException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private @Nullable EngineIndexer indexer(FeatureIndex index, Changelog changelog, BatchPipeline pipeline) {
        if (!(index instanceof EngineFeatureIndex remote)) {
            observability.metrics().watchEngine(() -> 0);
            return null;
        }
        observability.metrics().watchEngine(remote::tailItems);
        return new EngineIndexer(
                open.indexer(remote.indexId()),
                changelog.partitions(),
                codec,
                extractor.dimension(),
                remote,
                settings.engine().orElseThrow().refresh(),
                observability.metrics(),
                observability.health().indexing(),
                pipeline::fail);
    }

    private void serve(
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
        ItemPartitions itemPartitions = new ItemPartitions(settings.topics().images());
        StandingAnswers standing = new StandingAnswers(settings.standing().isPresent());
        try (BatchCommitter committer = new BatchCommitter(open::results, clients.transactionTimeout(), models);
                BatchPipeline pipeline = new BatchPipeline(
                        new BatchExtractor(
                                codec, settings.options(), extractor, references, metrics, screen(itemPartitions)),
                        new CommittedFeatures(topics, index, models, highWatermark, settings.fenceTimeout(), metrics),
                        new Recommender(
                                codec, extractor, index, settings.session(), metrics, standing, settings.options()),
                        committer,
                        membership,
                        settings.depth(),
                        new BatchLimits(settings.batchRecords(), MAX_BATCH_BYTES),
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
                EngineIndexer indexer = indexer(index, changelog, pipeline);
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
            if (restore(index, topics, models, highWatermark, pipeline)) {
                warmUp(index);
                learnRole(models, takeover);
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

    /** Waits until the index holds what was in the log when the worker started; false if it is stopped first. */
    private boolean restore(
            FeatureIndex index,
            FollowedTopics topics,
            ServingModels models,
            HighWatermark highWatermark,
            BatchPipeline pipeline) {
        long start = System.nanoTime();
        long before = index.items();
        Map<TopicPartition, Long> ends = highWatermark.get(TIMEOUT);
        LogOffsets target = topics.copied(ends);
        try {
            while (!index.await(target, Duration.ofSeconds(2))
                    || !models.await(ends.getOrDefault(topics.models(), 0L), Duration.ofSeconds(2))) {
                if (stopping || pipeline.fault().isPresent()) {
                    return false;
                }
                observability.health().restoring(index.items());
                log.info("restoring: {} items, of the log's {} records", index.items(), sum(target.features()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        observability.metrics().restored(time);
        observability.health().restored();
        log.info("restored {} items in {} ms ({} were on disk)", index.items(), time.toMillis(), before);
        return true;
    }

    /** Answers queries that nobody asked: a model that takes over has a second's load waiting for its first answer. */
    private void warmUp(FeatureIndex index) {
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

    /** The first model to ask is the one that answers. */
    private void learnRole(ServingModels models, ModelTakeover takeover) {
        try {
            while (models.role().serving().isEmpty() && !stopping) {
                try {
                    takeover.claim();
                } catch (KafkaException e) {
                    if (KafkaErrors.isRefusal(e)) {
                        throw e;
                    }
                    // two workers that start at the same time take the right to write from each other
                    log.info("cannot say yet that this model answers, trying again: {}", e.getMessage());
                }
                models.awaitChange(0, CLAIM_INTERVAL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Role role = models.role().unlessRetired();
        log.info(
                role.answers()
                        ? "model {} answers, term {}"
                        : "model {} does not answer, another one does (term {}): this worker writes features",
                role.modelId(),
                role.term());
    }

    private static long sum(Map<Integer, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
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
