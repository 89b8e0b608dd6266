package dev.twinset.producer.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.RangeReader;
import dev.twinset.producer.Kafka;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A shop that uploads, and the worker that rejects, on topics of their own. */
final class RejectingShop implements AutoCloseable {
    private final Kafka kafka;
    private final Topics topics;
    private final EventCodec codec;
    private final KafkaProducer<byte[], byte[]> producer;

    RejectingShop(Kafka kafka) throws Exception {
        this.kafka = kafka;
        this.topics = kafka.topics();
        this.codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/worker/strict");
        this.producer = new KafkaProducer<>(kafka.client(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    Topics topics() {
        return topics;
    }

    RejectedImages rejected() {
        return new RejectedImages(kafka.client(), topics);
    }

    /** As a plain producer does, with no header but these. */
    EventRecord upload(String item, String image, EventHeader... headers) {
        return send(topics.images(), item, Optional.of(image.getBytes(UTF_8)), headers);
    }

    EventRecord delete(String item) {
        return send(topics.images(), item, Optional.empty());
    }

    EventRecord query(String id, String image) {
        return send(topics.queries(), id, Optional.of(image.getBytes(UTF_8)));
    }

    private EventRecord send(String topic, String key, Optional<byte[]> value, EventHeader... headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key.getBytes(UTF_8), value.orElse(null));
        for (EventHeader header : headers) {
            record.headers().add(header.name(), header.value());
        }
        RecordMetadata place = send(record);
        return new EventRecord(
                topic,
                place.partition(),
                place.offset(),
                place.timestamp(),
                Optional.of(key.getBytes(UTF_8)),
                value,
                List.of(headers));
    }

    RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    RecordMetadata reject(EventRecord original, RejectionReason reason) {
        return send(KafkaRecords.outgoing(codec.rejected(original, new Rejection(reason, "for a test"))));
    }

    /** So many items, {@code item-0} on, each uploaded and rejected. */
    void rejectMany(int count) {
        for (int i = 0; i < count; i++) {
            reject(upload("item-" + i, "image " + i), RejectionReason.TOO_MANY_PIXELS);
        }
    }

    /** As a worker does: answers what was sent again, except one item, which it rejects. */
    void answerReplays(int count, String unfit) {
        Set<String> answered = new HashSet<>();
        while (answered.size() < count) {
            try (RangeReader reader = RangeReader.committed(kafka.client(), "shop", topics.images())) {
                List<EventRecord> replays = new ArrayList<>();
                reader.read(reader.beginnings(), reader.ends(), record -> {
                    if (record.headers().lastHeader("ce_replaycount") != null) {
                        replays.add(KafkaRecords.incoming(record));
                    }
                    return true;
                });
                for (EventRecord replay : replays) {
                    if (answered.add(replay.coordinates())) {
                        answer(replay, unfit);
                    }
                }
            } catch (IOException | InterruptedException | RejectedEventException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void answer(EventRecord record, String unfit) throws RejectedEventException {
        CatalogEvent event = codec.event(record);
        if (event.subject().equals(unfit)) {
            reject(record, RejectionReason.CORRUPT);
            return;
        }
        Recommendations none = new Recommendations(
                event.subject(), event.eventId(), "model", List.of(), new Snapshot(1, Map.of(0, 1L), "s", 1, 1, true));
        send(KafkaRecords.outgoing(codec.recommendations(none, event)));
    }

    /** Everything that is committed on a topic of three partitions. */
    List<ConsumerRecord<byte[], byte[]>> committed(String topic) throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (RangeReader reader = RangeReader.committed(kafka.client(), "shop", topic)) {
            reader.read(reader.beginnings(), reader.ends(), records::add);
        }
        return records;
    }

    /** How often the events of each item were sent again, by what is committed. */
    Map<String, Integer> replays() throws Exception {
        Map<String, Integer> replays = new TreeMap<>();
        for (String topic : List.of(topics.images(), topics.queries())) {
            for (ConsumerRecord<byte[], byte[]> record : committed(topic)) {
                if (record.headers().lastHeader("ce_replaycount") != null) {
                    replays.merge(new String(record.key(), UTF_8), 1, Integer::sum);
                }
            }
        }
        return replays;
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "(absent)" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
