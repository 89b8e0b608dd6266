package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.Access;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LocalFeatureIndexOpener;
import dev.twinset.worker.features.LogIdentity;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.BatchExtractor;
import dev.twinset.worker.pipeline.Recommender;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka side of a worker: checks the cluster, restores the replica, then answers events until it is stopped. The
 * order of the start matters: transactions are taken over first (which aborts what a killed predecessor left open, and
 * so frees the end of the feature log), the replica is restored next, and only then does the worker join the group.
 */
public final class KafkaWorker {
    private static final Logger log = LoggerFactory.getLogger(KafkaWorker.class);

    /** For brokers that are slow to answer while a worker starts. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ClientConfig clients;
    private final PipelineSettings settings;
    private final EventCodec codec;
    private final FeatureExtractor extractor;
    private final Observability observability;
    private final Clients open;
    private final Clock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<EventIntake> polling = Optional.empty();
    private volatile boolean stopping;

    public KafkaWorker(
            ClientConfig clients,
            PipelineSettings settings,
            EventCodec codec,
            FeatureExtractor extractor,
            Observability observability,
            Clock clock) {
        this.clients = requireNonNull(clients, "clients is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.codec = requireNonNull(codec, "codec is null");
        this.extractor = requireNonNull(extractor, "extractor is null");
        this.observability = requireNonNull(observability, "observability is null");
        this.open = new Clients(clients, observability.clients());
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Runs until {@link #stop}.
     *
     * @param onReady called once, when the worker is about to read its first events
     * @throws WorkerException if the worker cannot start or cannot go on
     * @throws IOException if the replica cannot be read or written
     */
    public void run(Runnable onReady) throws IOException {
        try {
            Ground ground = survey();
            List<TopicPartition> featureLog = Cluster.partitions(ground.featureLog());
            try (HighWatermark highWatermark = new HighWatermark(open.watermarks(), featureLog);
                    FeatureIndex replica = replica(ground, highWatermark)) {
                serve(replica, highWatermark, featureLog, onReady);
            } catch (WorkerException | KafkaException e) {
                throw Access.isRefusal(e) ? refused(e) : e;
            }
        } finally {
            ended.countDown();
        }
    }

    /**
     * What a worker has to know of the cluster.
     *
     * @param tombstonesLast how long the feature log keeps deletions
     */
    private record Ground(TopicDescription featureLog, LogIdentity identity, Duration tombstonesLast) {}

    /** @throws WorkerException if the cluster, a topic or a right is not as it must be */
    private Ground survey() {
        try (Cluster cluster = cluster()) {
            String clusterId = cluster.check();
            Topics topics = settings.topics();
            Map<String, TopicDescription> found = cluster.topics(
                    List.of(topics.images(), topics.queries(), topics.recommendations(), topics.rejected()));
            cluster.group(clients.group());
            int partitions =
                    requireNonNull(found.get(topics.images())).partitions().size();
            TopicDescription featureLog =
                    cluster.featureLog(TopicDefinitions.featureLog(topics.features(extractor.modelId())), partitions);
            return new Ground(
                    featureLog, Cluster.identity(clusterId, featureLog), cluster.tombstonesLast(featureLog.name()));
        }
    }

    /**
     * Looks around once more: the brokers tell a client in mid-stream what it was refused, but not for want of what.
     */
    private WorkerException refused(RuntimeException e) {
        try {
            survey();
        } catch (WorkerException now) {
            boolean unreachable = now.getCause() != null && !Access.isRefusal(now);
            if (!unreachable) { // a broker that has gone since says nothing of the reason
                now.addSuppressed(e);
                return now;
            }
        }
        return new WorkerException(
                clients.access().explain(e, rights().all()).orElseGet(() -> "Kafka refuses: " + e.getMessage()), e);
    }

    private Rights rights() {
        return Rights.of(settings.topics(), extractor.modelId(), clients);
    }

    private FeatureIndex replica(Ground ground, HighWatermark highWatermark) throws IOException {
        Path directory = settings.dataDir().resolve("features").resolve(extractor.modelId());
        return new LocalFeatureIndexOpener(
                        directory, extractor.modelId(), extractor.dimension(), ground.identity(), clock)
                .open(highWatermark.get(PATIENCE), ground.tombstonesLast());
    }

    private Cluster cluster() {
        clients.access().misfit().ifPresent(misfit -> {
            throw new WorkerException(misfit);
        });
        try {
            return new Cluster(Admin.create(clients.admin()), clients, rights());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new WorkerException(
                    clients.access()
                            .explain(e, List.of())
                            .orElseGet(() -> "the Kafka settings cannot be used: " + cause.getMessage()),
                    e);
        }
    }

    private void serve(
            FeatureIndex index, HighWatermark highWatermark, List<TopicPartition> changelog, Runnable onReady) {
        WorkerMetrics metrics = observability.metrics();
        WorkerHealth health = observability.health();
        GroupMembership membership = new GroupMembership();
        try (BatchCommitter committer = new BatchCommitter(open.results());
                BatchPipeline pipeline = new BatchPipeline(
                        new BatchExtractor(codec, extractor, metrics),
                        new CommittedFeatures(index, highWatermark, settings.fenceTimeout(), metrics),
                        new Recommender(codec, extractor, index, settings.session(), metrics),
                        committer,
                        membership,
                        settings.depth(),
                        observability);
                EventIntake intake = new EventIntake(
                        open.uploads(settings.batchRecords()),
                        List.of(settings.topics().images(), settings.topics().queries()),
                        settings.batchRecords(),
                        settings.batchLinger(),
                        pipeline,
                        membership,
                        health);
                ChangelogFollower follower = new ChangelogFollower(
                        open.features(),
                        changelog,
                        codec,
                        index,
                        extractor.dimension(),
                        settings.syncInterval(),
                        health.following(),
                        pipeline::fail)) {
            metrics.watchProgress(index::items, follower::behind, intake::waiting);
            committer.init();
            follower.start();
            if (restore(index, highWatermark, pipeline)) {
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

    /** Waits until the replica holds what was in the log when the worker started; false if it is stopped first. */
    private boolean restore(FeatureIndex index, HighWatermark highWatermark, BatchPipeline pipeline) {
        long start = System.nanoTime();
        long before = index.items();
        Map<Integer, Long> target = highWatermark.get(PATIENCE);
        try {
            while (!index.await(target, Duration.ofSeconds(2))) {
                if (stopping || pipeline.fault().isPresent()) {
                    return false;
                }
                observability.health().restoring(index.items());
                log.info("restoring: {} items, of the log's {} records", index.items(), sum(target));
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
