package dev.twinset.worker.kafka;

import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.TransactionalWriter;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction per batch: features, answers, dead letters and the input offsets become visible together or not at
 * all. Used by the committing thread alone.
 */
final class BatchCommitter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BatchCommitter.class);

    private final TransactionalWriter writer;

    /** @param producer transactional, not yet initialised; closed with this */
    BatchCommitter(Producer<byte[], byte[]> producer) {
        this.writer = new TransactionalWriter(producer);
    }

    /** Takes over this worker's transactional id: whatever a killed predecessor left open is aborted. */
    void init() {
        writer.init();
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
            writer.append(records.stream().map(KafkaRecords::outgoing).toList());
            writer.appendOffsets(next, groupMetadata);
            writer.commit();
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
            writer.abort();
        } catch (KafkaException e) {
            e.addSuppressed(cause);
            throw fault(e);
        }
    }

    private static WorkerException fault(KafkaException e) {
        if (e instanceof ProducerFencedException) {
            return new WorkerException(
                    "another process took over this worker's transactional id, or this one was stopped for longer than"
                            + " the transaction timeout: give each worker its own worker.id, and start this one again",
                    e);
        }
        return new WorkerException("cannot write results: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        writer.close();
    }
}
