package dev.twinset.producer.publish;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClientErrors;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.Producers;
import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;

/** Sends single events for an interactive caller: over one connection, with a short timeout. Any thread may call. */
public final class EventSender implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 8_000;
    private static final int REQUEST_MILLIS = 4_000;
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final String servers;
    private final KafkaErrors access;
    private final EventCodec codec;
    private final Producer<byte[], byte[]> producer;

    /**
     * @param clientConfig Kafka client settings, {@code bootstrap.servers} at least
     * @param source {@code ce_source} of the events, such as {@code /twinset/gallery}
     * @throws IOException if a setting is wrong or the servers' name is unknown
     */
    public EventSender(Map<String, Object> clientConfig, Topics topics, String clientId, String source)
            throws IOException {
        requireNonNull(topics, "topics is null");
        Map<String, Object> settings = new HashMap<>(clientConfig);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        servers = ClientErrors.servers(clientConfig);
        access = ClientErrors.access(clientConfig);
        codec = new EventCodec(topics, Clock.systemUTC(), source);
        producer = Producers.connect(settings, clientId);
    }

    /**
     * Returns when the event is acknowledged.
     *
     * @throws IllegalArgumentException if a worker would reject the event: a bad id, an empty or too large image
     * @throws IOException if Kafka does not acknowledge it within 8 s
     */
    public void send(CatalogEvent event) throws IOException, InterruptedException {
        ProducerRecord<byte[], byte[]> record = KafkaRecords.outgoing(codec.event(event));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw unacknowledged(ClientErrors.cause(e), record.topic());
        } catch (KafkaException e) {
            throw unacknowledged(e, record.topic());
        }
    }

    private IOException unacknowledged(Throwable cause, String topic) {
        Optional<String> why = KafkaErrors.isRefusal(cause)
                ? access.explain(cause, List.of(Right.topic(AclOperation.WRITE, topic)))
                : Optional.empty();
        if (why.isPresent()) {
            return new KafkaAccessException(why.get(), cause);
        }
        return new IOException("Kafka at " + servers + " does not acknowledge: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        producer.close(CLOSING);
    }
}
