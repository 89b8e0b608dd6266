package dev.twinset.kafka.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Supplier;
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

    private static final Duration IDLE = Duration.ofSeconds(2);

    private final Supplier<? extends Producer<byte[], byte[]>> producers;
    private Producer<byte[], byte[]> producer;
    private long begunNanos;
    private boolean wasIdle;

    /** @param producers opens a transactional producer, not yet initialised; closed with this */
    public TransactionalWriter(Supplier<? extends Producer<byte[], byte[]>> producers) {
        this.producers = requireNonNull(producers, "producers is null");
        this.producer = producers.get();
    }

    /**
     * Takes over the transactional id; comes first, and once. What an earlier owner left open is aborted, and one that
     * is still alive cannot commit any more.
     */
    public void init() {
        producer.initTransactions();
    }

    /** Takes a new producer in place of one that is beyond use, and with it the transactional id again. */
    public void replace() {
        producer.close(Duration.ZERO); // what it has open is aborted by the new one
        producer = producers.get();
        repeat(producer::initTransactions, "the start of a producer");
    }

    /** How long ago the last transaction began. */
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /**
     * Begins a transaction and sends these, without waiting for the brokers.
     *
     * @return the partition and offset of each record, once the brokers have it. A failed send fails the commit too, so
     *     a caller that does not need them can ignore them.
     */
    public List<Future<RecordMetadata>> append(List<ProducerRecord<byte[], byte[]>> records) {
        long now = System.nanoTime();
        wasIdle = now - begunNanos > IDLE.toNanos();
        begunNanos = now;
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
        if (wasIdle) {
            // if the transactional id has expired a send fails, and offsets that are on their way meanwhile are never
            // answered: the call would return after max.block.ms, a minute
            producer.flush();
        }
        producer.sendOffsetsToTransaction(next, group);
    }

    public void commit() {
        repeat(producer::commitTransaction, "the end of a transaction");
    }

    public void abort() {
        repeat(producer::abortTransaction, "the end of a transaction");
    }

    /** The outcome of a timed out end of transaction is unknown; the only correct reaction is to ask again. */
    private static void repeat(Runnable request, String what) {
        while (true) {
            try {
                request.run();
                return;
            } catch (TimeoutException e) {
                LOG.warn("the brokers did not confirm {}, asking again: {}", what, e.getMessage());
            }
        }
    }

    /** What is not committed is aborted. */
    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
