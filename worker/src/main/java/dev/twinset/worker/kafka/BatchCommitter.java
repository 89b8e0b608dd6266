package dev.twinset.worker.kafka;

import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.kafka.client.TransactionalWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction per batch: features, answers, dead letters and the input offsets become visible together or not at
 * all. Used by the committing thread alone.
 */
final class BatchCommitter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchCommitter.class);

    private static final Duration SWITCH_KNOWN = Duration.ofSeconds(10);

    private final TransactionalWriter writer;
    private final ItemPartitions partitions;
    private final Duration timeout;
    private final ServingModels models;
    private long version = -1;

    /**
     * @param producers opens a transactional producer, not yet initialised; closed with this
     * @param partitions of the topics that the records go to
     * @param timeout after which the brokers abort a transaction of such a producer
     * @param models tells whether a switch of models has fenced this worker's producer
     */
    BatchCommitter(
            Supplier<? extends Producer<byte[], byte[]>> producers,
            ItemPartitions partitions,
            Duration timeout,
            ServingModels models) {
        this.writer = new TransactionalWriter(producers);
        this.partitions = partitions;
        this.timeout = timeout;
        this.models = models;
    }

    /** Takes over this worker's transactional id: whatever a killed predecessor left open is aborted. */
    void init() {
        writer.init();
    }

    /**
     * Commits, or aborts and throws.
     *
     * @param role in which the batch was processed: with a new one comes a new producer, as a switch fenced the old one
     * @throws WorkerException if this worker must not write any more
     * @throws KafkaException if the transaction was aborted: nothing of the batch is visible, read it again
     */
    void commit(
            List<OutgoingRecord> records,
            Map<TopicPartition, OffsetAndMetadata> next,
            ConsumerGroupMetadata groupMetadata,
            Role role) {
        try {
            if (version >= 0 && version != role.version()) {
                writer.replace();
            }
            version = role.version();
            writer.append(records.stream().map(partitions::outgoing).toList());
            writer.appendOffsets(next, groupMetadata);
            writer.commit();
        } catch (KafkaException e) {
            if (e instanceof CommitFailedException) {
                log.info("a rebalance overtook a batch of {} records; it is read again", records.size());
            } else {
                log.warn("a transaction of {} records is aborted: {}", records.size(), first(e).toString());
            }
            abort(e);
            // not the failure itself: a fenced producer ends the worker elsewhere, and this one has been replaced
            throw e instanceof CommitFailedException ? e : new KafkaException("the transaction was aborted", e);
        }
    }

    /** Brings the writer to a state in which it can begin again. */
    private void abort(KafkaException cause) {
        refuse(cause);
        try {
            writer.abort();
        } catch (KafkaException e) {
            e.addSuppressed(cause);
            refuse(e);
            replace(e);
        }
    }

    /**
     * A producer that cannot even abort is beyond use: its id had expired, the brokers aborted a transaction that took
     * too long, or a broker failed in the middle of a commit. A new one settles what was open.
     */
    private void replace(KafkaException cause) {
        log.warn("the producer is beyond use and is replaced: {}", first(cause).toString());
        try {
            writer.replace();
        } catch (KafkaException e) {
            e.addSuppressed(cause);
            throw new WorkerException("cannot write results: " + e.getMessage(), e);
        }
    }

    /** @throws WorkerException if a new producer would not help */
    private void refuse(KafkaException e) {
        if (isFenced(e)) {
            // fenced after the timeout, it was the brokers that gave the transaction up: this process was suspended
            if (writer.age().compareTo(timeout) < 0 && !isSwitching()) {
                throw new WorkerException(
                        "another process took over this worker's transactional id: give each worker its own worker.id,"
                                + " and start this one again",
                        e);
            }
        } else if (ErrorClassifier.fatal(e)) {
            throw new WorkerException("cannot write results: " + e.getMessage(), e);
        }
    }

    /** Whoever takes over from this worker's model fences first, and it may take a moment until that is read. */
    private boolean isSwitching() {
        try {
            return models.awaitSwitch(SWITCH_KNOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Once it has failed, each call of a producer fails with "in an error state". */
    private static Throwable first(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null || cause == e ? e : first(cause);
    }

    private static boolean isFenced(@Nullable Throwable e) {
        return e instanceof ProducerFencedException || (e != null && isFenced(e.getCause()));
    }

    @Override
    public void close() {
        writer.close();
    }
}
