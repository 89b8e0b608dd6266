package example;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How a shop's own Java program publishes and deletes items and reads answers. It uses Kafka's client and the artifact
 * {@code dev.twinset:contract}, which brings Jackson; nothing else of Twinset. One thread.
 */
public final class ShopClient implements AutoCloseable {
    private static final int REQUEST_BYTES = 9 << 20; // the largest image is 8 MiB; Kafka's default is 1 MiB

    private final EventCodec codec;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;

    /**
     * @param settings of Kafka's clients, {@code bootstrap.servers} at least
     * @param group readers of one group share the answers
     */
    public ShopClient(Map<String, Object> settings, Topics topics, String group) {
        codec = new EventCodec(topics, Clock.systemUTC(), "/shop/example");
        Map<String, Object> out = new HashMap<>(settings);
        out.put("max.request.size", REQUEST_BYTES);
        producer = new KafkaProducer<>(out, new ByteArraySerializer(), new ByteArraySerializer());
        Map<String, Object> in = new HashMap<>(settings);
        in.put("group.id", group);
        in.put("isolation.level", "read_committed"); // exactly once: an answer of an aborted transaction is none
        in.put("auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(in, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topics.recommendations()));
    }

    /**
     * Uploads or replaces an item; returns when Kafka has it.
     *
     * @param image an encoded JPEG, PNG or WebP
     * @return the id of the event, which its answer names
     * @throws IllegalArgumentException if a worker would reject the event
     */
    public String publish(String itemId, byte[] image, Map<String, String> attributes)
            throws ExecutionException, InterruptedException {
        String eventId = UUID.randomUUID().toString();
        send(new ImageUploaded(itemId, eventId, image, attributes, Optional.empty(), Optional.empty()));
        return eventId;
    }

    /** Takes an item out of the catalogue; returns when Kafka has it. An item that was never there is no error. */
    public void delete(String itemId) throws ExecutionException, InterruptedException {
        send(new ImageDeleted(itemId, UUID.randomUUID().toString(), Optional.empty(), Optional.empty()));
    }

    private void send(CatalogEvent event) throws ExecutionException, InterruptedException {
        OutgoingRecord record = codec.event(event);
        ProducerRecord<byte[], byte[]> outgoing = new ProducerRecord<>(
                record.topic(), record.key(), record.value().orElse(null));
        record.headers().forEach(header -> outgoing.headers().add(header.name(), header.value()));
        producer.send(outgoing).get();
    }

    /**
     * The next answers. A deleted item has none, so its withdrawal (a null value) is left out here.
     *
     * @param timeout the longest to wait; no answer by then is an empty list
     */
    public List<Recommendations> poll(Duration timeout) {
        List<Recommendations> answers = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            if (record.value() != null) {
                answers.add(codec.recommendations(incoming(record)));
            }
        }
        return answers;
    }

    private static EventRecord incoming(ConsumerRecord<byte[], byte[]> record) {
        List<EventHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new EventHeader(header.key(), header.value()));
        }
        return new EventRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                Optional.ofNullable(record.key()),
                Optional.ofNullable(record.value()),
                headers);
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
