package dev.twinset.producer.rejected;

import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClientErrors;
import dev.twinset.kafka.client.ClientSettings;
import dev.twinset.kafka.client.TransactionalWriter;
import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The transactions of one redrive. All redrives of a dead-letter topic share one transactional id: the latest to begin
 * takes over, what an earlier one left open is aborted, and an earlier one that is still alive cannot commit any more.
 * For one thread.
 */
final class RedriveTransactions implements AutoCloseable {
    private final String servers;
    private final KafkaErrors access;
    private final List<Right> needed;
    private final TransactionalWriter writer;

    private RedriveTransactions(Map<String, Object> client, List<Right> needed, TransactionalWriter writer) {
        this.servers = ClientErrors.servers(client);
        this.access = ClientErrors.access(client);
        this.needed = needed;
        this.writer = writer;
    }

    /** The record at {@code index} of those sent is larger than its topic takes. */
    static final class TooLargeException extends Exception {
        private static final long serialVersionUID = 1;

        private final int index;

        private TooLargeException(int index, Throwable cause) {
            super(cause);
            this.index = index;
        }

        int index() {
            return index;
        }
    }

    /** Takes over; returns when every transaction of an earlier redrive has come to its end. */
    static RedriveTransactions begin(Map<String, Object> client, Topics topics) throws IOException {
        String id = "twinset-redrive." + topics.rejected();
        Producer<byte[], byte[]> producer;
        try {
            producer = new KafkaProducer<>(
                    ClientSettings.transactional(client, "twinset-redrive", id),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        } catch (KafkaException e) {
            throw ClientErrors.unusable(client, e);
        }
        RedriveTransactions transactions =
                new RedriveTransactions(client, rights(topics, id), new TransactionalWriter(() -> producer));
        try {
            transactions.writer.init();
            return transactions;
        } catch (KafkaException e) {
            transactions.close();
            throw transactions.told(e);
        }
    }

    private static List<Right> rights(Topics topics, String id) {
        return List.of(
                new Right(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, id),
                Right.topic(AclOperation.WRITE, topics.images()),
                Right.topic(AclOperation.WRITE, topics.queries()),
                Right.topic(AclOperation.WRITE, topics.redriven()));
    }

    /**
     * Begins a transaction and appends these; returns where they lie. Nobody sees them yet.
     *
     * @throws TooLargeException if one is too large; the transaction is aborted
     */
    List<RecordMetadata> append(List<ProducerRecord<byte[], byte[]>> records)
            throws IOException, InterruptedException, TooLargeException {
        try {
            List<Future<RecordMetadata>> sent = writer.append(records);
            writer.flush();
            return places(sent);
        } catch (KafkaException e) {
            throw told(e);
        }
    }

    private List<RecordMetadata> places(List<Future<RecordMetadata>> sent)
            throws IOException, InterruptedException, TooLargeException {
        List<RecordMetadata> places = new ArrayList<>(sent.size());
        for (Future<RecordMetadata> one : sent) {
            try {
                places.add(one.get());
            } catch (ExecutionException e) {
                Throwable cause = ClientErrors.cause(e);
                if (cause instanceof RecordTooLargeException) {
                    abort();
                    throw new TooLargeException(places.size(), cause);
                }
                throw told(cause);
            }
        }
        return places;
    }

    void commit() throws IOException {
        end(writer::commit);
    }

    void abort() throws IOException {
        end(writer::abort);
    }

    private void end(Runnable end) throws IOException {
        try {
            end.run();
        } catch (KafkaException e) {
            throw told(e);
        }
    }

    private IOException told(Throwable e) {
        if (e instanceof InterruptException) {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted");
        }
        // the last where the other came just before the end of a transaction
        if (e instanceof ProducerFencedException
                || e instanceof InvalidProducerEpochException
                || e instanceof InvalidTxnStateException) {
            return new IOException(
                    "another redrive of these dead letters has begun and took over; what this one had committed is"
                            + " marked, and nothing is sent twice. When the other has ended, the same command sends what"
                            + " is left",
                    e);
        }
        Optional<String> why = access.explain(e, needed);
        if (why.isPresent()) {
            return new KafkaAccessException(why.get(), e);
        }
        return new IOException("Kafka at " + servers + " does not take the events: " + e.getMessage(), e);
    }

    /** What is not committed is aborted. */
    @Override
    public void close() {
        writer.close();
    }
}
