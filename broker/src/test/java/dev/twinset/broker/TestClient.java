package dev.twinset.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the tests do to a cluster. */
final class TestClient {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Map<String, Object> address;

    TestClient(String bootstrapServers) {
        address = Map.of("bootstrap.servers", bootstrapServers);
    }

    String clusterId() throws Exception {
        try (Admin admin = Admin.create(address)) {
            return admin.describeCluster().clusterId().get();
        }
    }

    /** @param partitions -1 for the broker's default */
    void createTopic(String name, int partitions, int replicas) throws Exception {
        Optional<Integer> count = partitions < 0 ? Optional.empty() : Optional.of(partitions);
        try (Admin admin = Admin.create(address)) {
            admin.createTopics(List.of(new NewTopic(name, count, Optional.of((short) replicas))))
                    .all()
                    .get();
        }
    }

    /** Waits until every partition of the topic has this many replicas in sync. */
    void awaitInSync(String topic, int replicas) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        try (Admin admin = Admin.create(address)) {
            while (!inSync(admin, topic, replicas)) {
                assertThat(System.nanoTime()).as("in sync in time").isLessThan(end);
                Thread.sleep(100);
            }
        }
    }

    private static boolean inSync(Admin admin, String topic, int replicas) throws InterruptedException {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .allMatch(partition -> partition.isr().size() == replicas);
        } catch (ExecutionException e) {
            return false;
        }
    }

    Producer<String, String> transactional(String id) {
        Map<String, Object> config = new HashMap<>(address);
        config.put("transactional.id", id);
        config.put("enable.metrics.push", false);
        Producer<String, String> producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    static void sendCommitted(Producer<String, String> producer, String topic, String value) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, value)).get();
        producer.commitTransaction();
    }

    static void sendAborted(Producer<String, String> producer, String topic, String value) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, value)).get();
        producer.abortTransaction();
    }

    /** Reads from the beginning until {@code count} committed values are there, and looks once more for others. */
    List<String> readCommitted(String topic, int count) {
        Map<String, Object> config = new HashMap<>(address);
        config.put("isolation.level", "read_committed");
        config.put("enable.metrics.push", false);
        List<String> values = new ArrayList<>();
        try (Consumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + LIMIT.toNanos();
            while (values.size() < count && System.nanoTime() < end) {
                poll(consumer, values);
            }
            poll(consumer, values);
        }
        return values;
    }

    private static void poll(Consumer<String, String> consumer, List<String> values) {
        for (ConsumerRecord<String, String> message : consumer.poll(Duration.ofMillis(300))) {
            values.add(message.value());
        }
    }
}
