package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.kafka.client.KafkaRecords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction per batch: features, answers, dead letters and the input offsets become visible together or not at
 * all. Used by the committing thread alone.
 */
final class BatchCommitter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchCommitter.class);

    private final Producer<byte[], byte[]> producer;

    /** @param producer transactional, not yet initialised; closed with this */
    BatchCommitter(Producer<byte[], byte[]> producer) {
        this.producer = requireNonNull(producer, "producer is null");
    }

    /** Takes over this worker's transactional id: whatever a killed predecessor left open is aborted. */
    void init() {
        producer.initTransactions();
    }

    /**
     * Commits, or aborts and throws.
     *
     * @throws WorkerException if this worker must not write any more
     * @throws KafkaException if the transaction was aborted: nothing of the batch is visible, read it again
     */
    void commit(
            List<OutgoingRecord> records,
            Map<TopicPartition, OffsetAndMetadata> next,
            ConsumerGroupMetadata groupMetadata) {
        try {
            producer.beginTransaction();
            // a failed send fails the commit, so the futures need not be looked at
            for (OutgoingRecord record : records) {
                var unused = producer.send(KafkaRecords.outgoing(record));
            }
            producer.sendOffsetsToTransaction(next, groupMetadata);
            repeat(producer::commitTransaction);
        } catch (KafkaException e) {
            if (e instanceof CommitFailedException) {
                log.info("a rebalance overtook a batch of {} records; it is read again", records.size());
            } else {
                log.warn("a transaction of {} records is aborted: {}", records.size(), e.toString());
            }
            abort(e);
            throw e;
        }
    }

    private void abort(KafkaException cause) {
        if (ErrorClassifier.fatal(cause)) {
            throw fault(cause);
        }
        try {
            repeat(producer::abortTransaction);
        } catch (KafkaException e) {
            e.addSuppressed(cause);
            throw fault(e);
        }
    }

    /** The outcome of a timed out end of transaction is unknown; asking again is the one thing that is right. */
    private static void repeat(Runnable end) {
        while (true) {
            try {
                end.run();
                return;
            } catch (TimeoutException e) {
                log.warn("the brokers did not confirm the end of a transaction, asking again: {}", e.getMessage());
            }
        }
    }

    private static WorkerException fault(KafkaException e) {
        if (e instanceof ProducerFencedException) {
            return new WorkerException(
                    "another process took over this worker's transactional id, or this one was stopped for longer than the"
                            + " transaction timeout: give each worker its own worker.id, and start this one again",
                    e);
        }
        return new WorkerException("cannot write results: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
