package dev.twinset.kafka.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes transactions: what one appends becomes visible together or not at all. Every method throws
 * {@link org.apache.kafka.common.KafkaException} as the producer does; what was appended can then be aborted, unless
 * the producer is beyond use. For one thread.
 */
public final class TransactionalWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TransactionalWriter.class);
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;

    /** @param producer transactional, not yet initialised; closed with this */
    public TransactionalWriter(Producer<byte[], byte[]> producer) {
        this.producer = requireNonNull(producer, "producer is null");
    }

    /**
     * Takes over the transactional id; comes first, and once. What an earlier owner left open is aborted, and one that
     * is still alive cannot commit any more.
     */
    public void init() {
        producer.initTransactions();
    }

    /**
     * Begins a transaction and sends these, without waiting for the brokers.
     *
     * @return the partition and offset of each record, once the brokers have it. A failed send fails the commit too, so
     *     a caller that does not need them can ignore them.
     */
    public List<Future<RecordMetadata>> append(List<ProducerRecord<byte[], byte[]>> records) {
        producer.beginTransaction();
        List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        return sent;
    }

    /** Waits until the brokers have answered every send. */
    public void flush() {
        producer.flush();
    }

    /** Adds the positions of a consumer group to the open transaction. */
    public void appendOffsets(Map<TopicPartition, OffsetAndMetadata> next, ConsumerGroupMetadata group) {
        producer.sendOffsetsToTransaction(next, group);
    }

    public void commit() {
        repeat(producer::commitTransaction);
    }

    public void abort() {
        repeat(producer::abortTransaction);
    }

    /** The outcome of a timed out end of transaction is unknown; the only correct reaction is to ask again. */
    private static void repeat(Runnable end) {
        while (true) {
            try {
                end.run();
                return;
            } catch (TimeoutException e) {
                LOG.warn("the brokers did not confirm the end of a transaction, asking again: {}", e.getMessage());
            }
        }
    }

    /** What is not committed is aborted. */
    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
