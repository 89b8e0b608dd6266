package dev.twinset.producer;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.result.Why;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Answers every event as a worker does, except that it sees nothing: an image that begins with 0 is rejected. An event
 * that asks for something is answered with items that were uploaded, any other with {@code twin} and {@code cousin}.
 */
public final class FakeWorker {
    private final Map<String, Object> client;
    private final Topics topics;
    private final EventCodec codec;
    private final Thread thread = new Thread(this::work, "fake-worker");
    /** Attributes by item. */
    private final Map<String, Map<String, String>> uploads = new TreeMap<>();

    private volatile boolean stopped;

    public FakeWorker(Map<String, Object> client, Topics topics) {
        this.client = client;
        this.topics = topics;
        this.codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/worker/fake");
        thread.setDaemon(true);
        thread.start();
    }

    public void stop() throws InterruptedException {
        stopped = true;
        thread.join();
    }

    private void work() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(topics.images(), topics.queries())) {
                for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                    partitions.add(new TopicPartition(topic, partition.partition()));
                }
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopped) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                    answer(KafkaRecords.incoming(record), producer);
                }
                producer.flush();
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the test waits for what arrives
    private void answer(EventRecord record, Producer<byte[], byte[]> producer) {
        try {
            CatalogEvent event = codec.event(record);
            if (event instanceof ImageDeleted deleted) {
                uploads.remove(deleted.itemId());
                producer.send(KafkaRecords.outgoing(codec.withdrawn(deleted)));
            } else if (record.value().orElseThrow()[0] == 0) {
                Rejection rejection = new Rejection(RejectionReason.UNSUPPORTED_FORMAT, "begins with 0");
                producer.send(KafkaRecords.outgoing(codec.rejected(record, rejection)));
            } else {
                producer.send(KafkaRecords.outgoing(codec.recommendations(recommendations(event), event)));
                if (event instanceof ImageUploaded upload) {
                    uploads.put(upload.itemId(), upload.attributes());
                }
            }
        } catch (RejectedEventException e) {
            producer.send(KafkaRecords.outgoing(codec.rejected(record, e.rejection())));
        }
    }

    private Recommendations recommendations(CatalogEvent event) throws RejectedEventException {
        Map<String, String> attributes = Map.of();
        Map<String, String> asked = Map.of();
        if (event instanceof ImageUploaded upload) {
            attributes = upload.attributes();
            asked = upload.options();
        } else if (event instanceof ImageQueried query) {
            attributes = query.attributes();
            asked = query.options();
        }
        AnswerOptions options = AnswerOptions.of(asked, AnswerOptions.DEFAULT).resolved(attributes);
        return new Recommendations(
                event.subject(),
                event.eventId(),
                "model",
                options,
                options.why() ? Copies.of(List.of("copy-3")) : Copies.NONE,
                options.why() ? Map.of("articletype", "Shirts", "gender", "Men") : Map.of(),
                asked.isEmpty()
                        ? List.of(
                                new Recommendation(1, "twin", 0.875f, OptionalDouble.of(0.9712)),
                                new Recommendation(2, "cousin", 0.5f, OptionalDouble.of(0.08)))
                        : among(uploads, event.subject(), options),
                new Snapshot(3, Map.of(0, 3L), "session", 1, 1, true));
    }

    /** As it is asked for, except that the order is that of the ids. The first has copies. */
    private static List<Recommendation> among(
            Map<String, Map<String, String>> items, String asking, AnswerOptions options) {
        List<Recommendation> found = new ArrayList<>();
        for (boolean outside : new boolean[] {false, true}) {
            items.forEach((id, attributes) -> {
                int rank = found.size() + 1;
                boolean wanted = options.filter().accepts(attributes) != outside && (!outside || options.fallback());
                if (wanted && rank <= options.limit() && !id.equals(asking)) {
                    float score = 1 - rank / 128f;
                    found.add(new Recommendation(
                            rank,
                            id,
                            score,
                            OptionalDouble.of(score),
                            rank == 1 ? new Copies(List.of("copy-1", "copy-2"), 3) : Copies.NONE,
                            outside,
                            options.why() ? Optional.of(why(score, attributes)) : Optional.empty()));
                }
            });
        }
        return found;
    }

    private static Why why(float score, Map<String, String> attributes) {
        Map<String, BigDecimal> parts = new LinkedHashMap<>();
        parts.put("look", BigDecimal.valueOf(score).subtract(new BigDecimal("0.5")));
        parts.put("articletype", new BigDecimal("0.3"));
        parts.put("gender", new BigDecimal("0.2"));
        Map<String, String> looksLike = new LinkedHashMap<>();
        looksLike.put("articletype", attributes.getOrDefault("articletype", "Shirts"));
        looksLike.put("gender", "Men");
        return new Why(parts, looksLike);
    }
}
