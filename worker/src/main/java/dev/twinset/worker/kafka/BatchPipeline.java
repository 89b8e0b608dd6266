package dev.twinset.worker.kafka;

import dev.twinset.contract.result.Cause;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.health.Heartbeat;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.pipeline.BatchExtractor;
import dev.twinset.worker.pipeline.ExtractedBatch;
import dev.twinset.worker.pipeline.InFlightBatches;
import dev.twinset.worker.pipeline.Recommender;
import dev.twinset.worker.reference.ImageStoreException;
import dev.twinset.worker.standing.StandingAnswers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The path of a batch: extract, search, commit, each stage on one thread. While a batch commits, the next one is
 * searched and the one after is decoded.
 *
 * <p>A batch that fails ends its epoch ({@link InFlightBatches}): it and all batches behind it are dropped, and the
 * intake reads on from the committed offsets.
 */
final class BatchPipeline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchPipeline.class);

    private final BatchExtractor extractor;
    private final CommittedFeatures committedFeatures;
    private final Recommender recommender;
    private final BatchCommitter committer;
    private final GroupMembership membership;
    private final InFlightBatches inFlight;
    private final BatchLimits limits;
    private final WorkerHealth health;
    private final WorkerMetrics metrics;
    private final PipelineStage extract;
    private final PipelineStage search;
    private final PipelineStage commit;
    private volatile Optional<WorkerException> fault = Optional.empty();

    /** @param depth batches in flight at most */
    BatchPipeline(
            BatchExtractor extractor,
            CommittedFeatures committedFeatures,
            Recommender recommender,
            BatchCommitter committer,
            GroupMembership membership,
            int depth,
            BatchLimits limits,
            Observability observability) {
        this.extractor = extractor;
        this.committedFeatures = committedFeatures;
        this.recommender = recommender;
        this.committer = committer;
        this.membership = membership;
        this.inFlight = new InFlightBatches(depth);
        this.limits = limits;
        this.metrics = observability.metrics();
        this.health = observability.health();
        PipelineStage.Outcome outcome = new EndOfBatch();
        this.extract = new PipelineStage("extract", observability.health().extracting(), outcome);
        this.search = new PipelineStage("search", observability.health().searching(), outcome);
        // not watched: while no broker answers a commit waits, and a restart would not help
        this.commit = new PipelineStage("commit", Heartbeat.unwatched(), outcome);
    }

    /** Takes the right to submit one batch; false if none came free in time. */
    boolean admit(Duration timeout) throws InterruptedException {
        return inFlight.admit(timeout);
    }

    /** Waits until a batch would not have to wait for those before it; false if that did not come in time. */
    boolean awaitClear(Duration timeout) throws InterruptedException {
        return inFlight.awaitClear(timeout);
    }

    /** Sends a batch on its way; {@link #admit} comes first. */
    void submit(PolledBatch batch) {
        metrics.received(batch.records().size());
        extract.run(batch, () -> {
            ExtractedBatch extracted = batch.records().isEmpty()
                    ? new ExtractedBatch(batch.number(), List.of())
                    : extractor.extract(batch.number(), batch.records(), batch.built());
            search.run(batch, () -> {
                // this order keeps guarantees G1 and G4: see InFlightBatches.show
                List<ExtractedBatch> visible = inFlight.show(extracted);
                boolean complete = committedFeatures.await();
                if (committedFeatures.role().version() != batch.role().version()) {
                    // another model answers now: the batch is read again, and answered or not; those ahead commit first
                    commit.run(batch, () -> {
                        inFlight.endEpoch();
                        drop(batch);
                    });
                    return;
                }
                // an index that lacks something may lack an item's own latest image
                Map<String, Cause> revisions = complete ? batch.revisions() : Map.of();
                Recommender.Answered answered =
                        recommender.answer(visible, revisions, complete, limits.withoutValues());
                commit.run(batch, () -> commit(batch, extracted, answered, revisions));
            });
        });
    }

    private void commit(
            PolledBatch batch, ExtractedBatch extracted, Recommender.Answered answered, Map<String, Cause> revisions) {
        // first the metadata, then the epoch: metadata newer than a lost assignment implies a newer epoch
        ConsumerGroupMetadata metadata = membership.metadata();
        if (batch.epoch() != inFlight.epoch()) {
            drop(batch);
            return;
        }
        try {
            if (!batch.records().isEmpty() || answered.revised() > 0) {
                metrics.commit(() -> committer.commit(answered.records(), batch.next(), metadata, batch.role()));
            }
        } catch (KafkaException e) {
            boolean rebalance = e instanceof CommitFailedException;
            metrics.commitFailed(rebalance);
            if (!rebalance) {
                standing().uncertain(answered.latest().keySet());
                limits.failed();
                health.batchFailed(limits.failures());
            }
            throw e;
        }
        limits.committed();
        health.batchFailed(0);
        extracted.countOutcomes(metrics);
        metrics.committed(batch.records());
        metrics.revised(answered.revised());
        standing().committed(revisions.keySet(), answered.latest()); // before the next batch looks
        if (revisions.isEmpty()) {
            standing().putBack(batch.revisions());
        }
        inFlight.remove(batch.number());
    }

    private void drop(PolledBatch batch) {
        metrics.dropped(batch.records().size());
        standing().putBack(batch.revisions());
        inFlight.remove(batch.number());
    }

    private final class EndOfBatch implements PipelineStage.Outcome {
        @Override
        public boolean accepts(PolledBatch batch) {
            boolean current = batch.epoch() == inFlight.epoch();
            if (!current) {
                drop(batch);
            }
            return current;
        }

        @Override
        public void failed(PolledBatch batch, Throwable cause) {
            if (cause instanceof ImageStoreException || cause instanceof EngineUnavailableException) {
                log.warn("{}, trying again: {}", failure(cause), cause.getMessage());
                limits.unread();
                health.batchFailed(limits.failures());
            }
            if (ErrorClassifier.isTransient(cause)) {
                inFlight.endEpoch(); // the batch is read again
            } else if (!(cause instanceof InterruptedException)) {
                log.error("the worker cannot continue", cause);
                fail(cause);
            }
            drop(batch);
        }

        private static String failure(Throwable cause) {
            return cause instanceof ImageStoreException
                    ? "the images that events refer to cannot be read"
                    : "the search engine does not answer";
        }
    }

    /** How large the next batches may be. */
    BatchLimits limits() {
        return limits;
    }

    /** What was last answered of items. */
    StandingAnswers standing() {
        return recommender.standing();
    }

    /** The epoch of batches that are read now. */
    long epoch() {
        return inFlight.epoch();
    }

    /** Batches of the present epoch are dropped as soon as their stage sees it. */
    void endEpoch() {
        inFlight.endEpoch();
    }

    /** The fault that ends the worker, once there is one. */
    Optional<WorkerException> fault() {
        return fault;
    }

    /** Ends the worker: a part that it cannot do without has failed. Any thread. */
    synchronized void fail(Throwable cause) {
        if (fault.isEmpty()) { // the first one is the cause of the others
            fault = Optional.of(ErrorClassifier.fatal(cause)
                    .orElseGet(() -> new WorkerException(String.valueOf(cause.getMessage()), cause)));
        }
        inFlight.endEpoch();
    }

    /** Batches between {@link #admit} and their end. */
    int inFlight() {
        return inFlight.count();
    }

    /** Waits until no batch is in flight. Poll thread only, so that none is admitted meanwhile. */
    void drain() {
        inFlight.awaitNone();
    }

    @Override
    public void close() {
        extract.close();
        search.close();
        commit.close();
    }
}
