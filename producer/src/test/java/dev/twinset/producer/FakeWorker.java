package dev.twinset.producer;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Answers every event as a worker does, except that it sees nothing: an image that begins with 0 is rejected. */
public final class FakeWorker {
    private final Map<String, Object> client;
    private final Topics topics;
    private final EventCodec codec;
    private final Thread thread = new Thread(this::work, "fake-worker");
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
                producer.send(KafkaRecords.outgoing(codec.withdrawn(deleted)));
            } else if (record.value().orElseThrow()[0] == 0) {
                Rejection rejection = new Rejection(RejectionReason.UNSUPPORTED_FORMAT, "begins with 0");
                producer.send(KafkaRecords.outgoing(codec.rejected(record, rejection)));
            } else {
                producer.send(KafkaRecords.outgoing(codec.recommendations(recommendations(event), event)));
            }
        } catch (RejectedEventException e) {
            producer.send(KafkaRecords.outgoing(codec.rejected(record, e.rejection())));
        }
    }

    private static Recommendations recommendations(CatalogEvent event) {
        return new Recommendations(
                event.subject(),
                event.eventId(),
                "model",
                List.of(
                        new Recommendation(1, "twin", 0.875f, OptionalDouble.of(0.9712)),
                        new Recommendation(2, "cousin", 0.5f, OptionalDouble.of(0.08))),
                new Snapshot(3, Map.of(0, 3L), "session", 1, 1, true));
    }
}
