package dev.twinset.kafka.client;

import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka producers of raw bytes. */
public final class Producers {
    private Producers() {}

    public static Producer<byte[], byte[]> connect(Map<String, Object> clientConfig, String clientId)
            throws IOException {
        try {
            return new KafkaProducer<>(
                    ClientSettings.producer(clientConfig, clientId),
                    new ByteArraySerializer(),
                    new ByteArraySerializer());
        } catch (KafkaException e) {
            throw ClientErrors.unusable(clientConfig, e);
        }
    }

    /** Returns when all are acknowledged. */
    public static void send(
            Map<String, Object> clientConfig, String clientId, List<ProducerRecord<byte[], byte[]>> records)
            throws IOException, InterruptedException {
        send(clientConfig, clientId, records, acknowledged -> {});
    }

    /**
     * Returns when all are acknowledged.
     *
     * @param acknowledged is given how many are, by any thread
     */
    public static void send(
            Map<String, Object> clientConfig,
            String clientId,
            List<ProducerRecord<byte[], byte[]>> records,
            LongConsumer acknowledged)
            throws IOException, InterruptedException {
        AtomicLong count = new AtomicLong();
        try (Producer<byte[], byte[]> producer = connect(clientConfig, clientId)) {
            List<Future<?>> sent = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(producer.send(record, (metadata, failure) -> {
                    if (failure == null) {
                        acknowledged.accept(count.incrementAndGet());
                    }
                }));
            }
            for (Future<?> acknowledgement : sent) {
                acknowledgement.get();
            }
        } catch (ExecutionException e) {
            Throwable cause = ClientErrors.cause(e);
            Optional<String> why = ClientErrors.access(clientConfig).explain(cause, toWrite(records));
            if (why.isPresent()) {
                throw new KafkaAccessException(why.get(), cause);
            }
            throw new IOException(
                    "Kafka at " + ClientErrors.servers(clientConfig) + " does not acknowledge: " + cause.getMessage(),
                    cause);
        }
    }

    private static List<Right> toWrite(List<ProducerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(ProducerRecord::topic)
                .distinct()
                .map(topic -> Right.topic(AclOperation.WRITE, topic))
                .toList();
    }
}
