package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.health.Heartbeat;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.ExtractedBatch;
import dev.twinset.worker.pipeline.RecommendationPipeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three rooms that batches walk through in order, each with one thread: extract, search, commit. While a batch commits,
 * the next one is searched and the one after is decoded.
 *
 * <p>A batch that fails ends its epoch: the batches behind it may have seen its features, so all of them are dropped,
 * and the poll thread reads on from the committed offsets under a new epoch.
 */
final class BatchPipeline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchPipeline.class);

    private final RecommendationPipeline pipeline;
    private final FeatureIndex replica;
    private final HighWatermark highWatermark;
    private final BatchCommitter committer;
    private final Supplier<ConsumerGroupMetadata> groupMetadata;
    private final Duration fenceTimeout;
    private final WorkerMetrics metrics;
    private final WorkerHealth health;
    private final int depth;
    private final Semaphore slots;
    private final AtomicLong epoch = new AtomicLong();
    private volatile Optional<WorkerException> fault = Optional.empty();
    private final ExecutorService extracting = room("extract");
    private final ExecutorService searching = room("search");
    private final ExecutorService committing = room("commit");

    /**
     * @param groupMetadata the newest that the poll thread has seen
     * @param fenceTimeout how long a search waits for what others have committed before it goes on without
     * @param depth batches in flight at most
     */
    BatchPipeline(
            RecommendationPipeline pipeline,
            FeatureIndex replica,
            HighWatermark highWatermark,
            BatchCommitter committer,
            Supplier<ConsumerGroupMetadata> groupMetadata,
            Duration fenceTimeout,
            int depth,
            Observability instruments) {
        this.pipeline = requireNonNull(pipeline, "pipeline is null");
        this.replica = requireNonNull(replica, "replica is null");
        this.highWatermark = requireNonNull(highWatermark, "highWatermark is null");
        this.committer = requireNonNull(committer, "committer is null");
        this.groupMetadata = requireNonNull(groupMetadata, "groupMetadata is null");
        this.fenceTimeout = requireNonNull(fenceTimeout, "fenceTimeout is null");
        this.metrics = instruments.metrics();
        this.health = instruments.health();
        this.depth = depth;
        this.slots = new Semaphore(depth);
    }

    private static ExecutorService room(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true); // a stage that hangs in native code must not keep a stopped worker alive
            return thread;
        });
    }

    long epoch() {
        return epoch.get();
    }

    /** Batches of the present epoch are dropped as soon as their stage sees it. */
    void endEpoch() {
        epoch.incrementAndGet();
    }

    /** The fault that ends the worker, once there is one. */
    Optional<WorkerException> fault() {
        return fault;
    }

    /** Ends the worker from outside the rooms, for instance when the log follower fails. */
    synchronized void fail(Throwable t) {
        WorkerException reason =
                ErrorClassifier.fatal(t).orElseGet(() -> new WorkerException(String.valueOf(t.getMessage()), t));
        if (fault.isEmpty()) { // the first reason is the one to tell
            fault = Optional.of(reason);
        }
        endEpoch();
    }

    /** Takes the right to submit one batch; false if none came free in time. */
    boolean tryEnter(Duration timeout) throws InterruptedException {
        return slots.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Sends a batch on its way; {@link #tryEnter} comes first. */
    void submit(PolledBatch batch) {
        metrics.received(batch.records().size());
        extracting.execute(() -> step(batch, watched(health.extracting(), () -> {
            ExtractedBatch extracted = pipeline.extract(batch.number(), batch.records());
            searching.execute(() -> step(batch, watched(health.searching(), () -> search(batch, extracted))));
        })));
    }

    private void search(PolledBatch batch, ExtractedBatch extracted) throws InterruptedException {
        List<ExtractedBatch> inFlight = pipeline.enter(extracted);
        boolean complete = reachHighWatermark();
        List<OutgoingRecord> records = pipeline.recommend(inFlight, complete);
        committing.execute(() -> step(batch, () -> commit(batch, extracted, records)));
    }

    /** Guarantee G1: what was committed before this moment is in the replica when this returns true. */
    private boolean reachHighWatermark() throws InterruptedException {
        return metrics.fence(() -> {
            try {
                return replica.await(highWatermark.get(fenceTimeout), fenceTimeout);
            } catch (org.apache.kafka.common.errors.TimeoutException e) {
                return false; // the answer says that it may be incomplete
            }
        });
    }

    private void commit(PolledBatch batch, ExtractedBatch extracted, List<OutgoingRecord> records) {
        // first the metadata, then the epoch: metadata newer than a lost assignment implies a newer epoch
        ConsumerGroupMetadata metadata = groupMetadata.get();
        if (batch.epoch() != epoch.get()) {
            drop(batch);
            return;
        }
        try {
            metrics.commit(() -> committer.commit(records, batch.next(), metadata));
        } catch (KafkaException e) {
            metrics.commitFailed(e instanceof CommitFailedException);
            throw e;
        }
        pipeline.committed(extracted);
        metrics.committed(batch.records());
        leave(batch);
    }

    private void step(PolledBatch batch, Work work) {
        if (batch.epoch() != epoch.get()) {
            drop(batch);
            return;
        }
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            drop(batch);
        } catch (RuntimeException | Error e) {
            failed(e);
            drop(batch);
        }
    }

    private static Work watched(Heartbeat step, Work work) {
        return () -> {
            step.begin();
            try {
                work.run();
            } finally {
                step.end();
            }
        };
    }

    private void failed(Throwable t) {
        if (t instanceof KafkaException && ErrorClassifier.fatal(t).isEmpty()) {
            endEpoch();
            return;
        }
        log.error("the worker cannot go on", t);
        fail(t);
    }

    private void drop(PolledBatch batch) {
        metrics.dropped(batch.records().size());
        leave(batch);
    }

    private void leave(PolledBatch batch) {
        pipeline.leave(batch.number());
        slots.release();
    }

    /** Batches between {@link #tryEnter} and their end. */
    int inFlight() {
        return depth - slots.availablePermits();
    }

    /** Waits until no batch is in flight. Poll thread only, so that none enters meanwhile. */
    void drain() {
        slots.acquireUninterruptibly(depth);
        slots.release(depth);
    }

    @Override
    public void close() {
        List.of(extracting, searching, committing).forEach(ExecutorService::shutdown);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws InterruptedException;
    }
}
