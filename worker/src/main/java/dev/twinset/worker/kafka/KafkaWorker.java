package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.TopicDefinitions;
import dev.twinset.contract.Topics;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.worker.pipeline.RecommendationPipeline;
import dev.twinset.worker.replica.LogIdentity;
import dev.twinset.worker.replica.Replica;
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
    private final CorridorSettings settings;
    private final EventCodec codec;
    private final FeatureExtractor extractor;
    private final Instruments instruments;
    private final Clients open;
    private final Clock clock;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<UploadConsumer> polling = Optional.empty();
    private volatile boolean stopping;

    public KafkaWorker(
            ClientConfig clients,
            CorridorSettings settings,
            EventCodec codec,
            FeatureExtractor extractor,
            Instruments instruments,
            Clock clock) {
        this.clients = requireNonNull(clients, "clients is null");
        this.settings = requireNonNull(settings, "settings is null");
        this.codec = requireNonNull(codec, "codec is null");
        this.extractor = requireNonNull(extractor, "extractor is null");
        this.instruments = requireNonNull(instruments, "instruments is null");
        this.open = new Clients(clients, instruments.clients());
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Runs until {@link #stop}.
     *
     * @param onReady called once, when the worker is about to read its first events
     * @throws WorkerFault if the worker cannot start or cannot go on
     * @throws IOException if the replica cannot be read or written
     */
    public void run(Runnable onReady) throws IOException {
        try {
            TopicDescription featureLog;
            LogIdentity identity;
            Duration tombstonesLast;
            try (Cluster cluster = cluster()) {
                String clusterId = cluster.check();
                Topics topics = settings.topics();
                Map<String, TopicDescription> found = cluster.topics(
                        List.of(topics.images(), topics.queries(), topics.recommendations(), topics.rejected()));
                int partitions =
                        requireNonNull(found.get(topics.images())).partitions().size();
                featureLog = cluster.featureLog(
                        TopicDefinitions.featureLog(topics.features(extractor.modelId())), partitions);
                identity = Cluster.identity(clusterId, featureLog);
                tombstonesLast = cluster.tombstonesLast(featureLog.name());
            }
            try (HighWatermark highWatermark = new HighWatermark(open.watermarks(), Cluster.partitions(featureLog));
                    Replica replica = replica(identity, highWatermark, tombstonesLast)) {
                serve(replica, highWatermark, Cluster.partitions(featureLog), onReady);
            }
        } finally {
            ended.countDown();
        }
    }

    private Replica replica(LogIdentity identity, HighWatermark highWatermark, Duration tombstonesLast)
            throws IOException {
        Path directory = settings.dataDir().resolve("features").resolve(extractor.modelId());
        return new ReplicaOpener(directory, extractor, identity, clock)
                .open(highWatermark.get(PATIENCE), tombstonesLast);
    }

    private Cluster cluster() {
        try {
            return new Cluster(Admin.create(clients.admin()), clients.bootstrap());
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new WorkerFault("the Kafka settings cannot be used: " + cause.getMessage(), e);
        }
    }

    private void serve(
            Replica replica, HighWatermark highWatermark, List<TopicPartition> featureLog, Runnable onReady) {
        RecommendationPipeline pipeline =
                new RecommendationPipeline(codec, extractor, replica, settings.session(), instruments.metrics());
        try (BatchCommitter committer = new BatchCommitter(open.results());
                UploadConsumer uploads = new UploadConsumer(
                        open.uploads(settings.batchRecords()),
                        List.of(settings.topics().images(), settings.topics().queries()),
                        settings.batchRecords(),
                        settings.batchLinger(),
                        instruments.health());
                Corridor corridor = new Corridor(
                        pipeline,
                        replica,
                        highWatermark,
                        committer,
                        uploads::groupMetadata,
                        settings.fenceTimeout(),
                        settings.depth(),
                        instruments);
                FeatureLogFollower follower = new FeatureLogFollower(
                        open.features(),
                        featureLog,
                        codec,
                        replica,
                        extractor.dimension(),
                        settings.syncInterval(),
                        instruments.health().following(),
                        corridor::fail)) {
            instruments.metrics().watchProgress(replica::items, follower::behind, uploads::waiting);
            committer.init();
            follower.start();
            if (restore(replica, highWatermark, corridor)) {
                polling = Optional.of(uploads);
                if (!stopping) {
                    onReady.run();
                    uploads.run(corridor);
                }
            }
            corridor.fault().ifPresent(fault -> {
                throw fault;
            });
        }
    }

    /** Waits until the replica holds what was in the log when the worker started; false if it is stopped first. */
    private boolean restore(Replica replica, HighWatermark highWatermark, Corridor corridor) {
        long start = System.nanoTime();
        long before = replica.items();
        Map<Integer, Long> target = highWatermark.get(PATIENCE);
        try {
            while (!replica.await(target, Duration.ofSeconds(2))) {
                if (stopping || corridor.fault().isPresent()) {
                    return false;
                }
                instruments.health().restoring(replica.items());
                log.info("restoring: {} items, of the log's {} records", replica.items(), sum(target));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        instruments.metrics().restored(time);
        instruments.health().restored();
        log.info("restored {} items in {} ms ({} were on disk)", replica.items(), time.toMillis(), before);
        return true;
    }

    private static long sum(Map<Integer, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Stops after what is in flight is committed. Any thread. */
    public void stop() {
        stopping = true;
        instruments.health().stopping();
        polling.ifPresent(UploadConsumer::stop);
    }

    /** Waits for {@link #run} to return; false if it takes longer. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
