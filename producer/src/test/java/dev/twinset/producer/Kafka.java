package dev.twinset.producer;

import dev.twinset.broker.BrokerExtension;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.topics.TopicCreator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker in this JVM for all tests of a class, with topics of their own for every test: a static field with
 * {@code @RegisterExtension}.
 */
public final class Kafka implements BeforeAllCallback, AfterAllCallback, AfterEachCallback {
    private final AtomicInteger tests = new AtomicInteger();
    private final List<FakeWorker> workers = new ArrayList<>();
    private final BrokerExtension broker = new BrokerExtension();

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        broker.beforeAll(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        for (FakeWorker worker : workers) {
            worker.stop();
        }
        workers.clear();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        broker.afterAll(context);
    }

    /** Answers what arrives on these topics until the test ends. */
    public void work(Topics topics) {
        workers.add(new FakeWorker(client(), topics));
    }

    public Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Names that nobody has used yet. */
    public Topics names() {
        String prefix = "t" + tests.incrementAndGet() + ".";
        return new Topics(
                prefix + "images",
                prefix + "queries",
                prefix + "attributes",
                prefix + "models",
                prefix + "features",
                prefix + "recommendations",
                prefix + "rejected");
    }

    public Topics topics() throws IOException, InterruptedException {
        Topics topics = names();
        TopicCreator.create(client(), topics, 3, (short) 1);
        return topics;
    }

    /** Everything that is on a topic of three partitions now. */
    public List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1), new TopicPartition(topic, 2));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    public List<String> keys(String topic) {
        return records(topic).stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .toList();
    }

    /** A command's arguments, after its own: this broker and these topics. */
    public String[] arguments(Topics topics, String... own) {
        List<String> all = new ArrayList<>(List.of(own));
        all.addAll(List.of(
                "--bootstrap", bootstrapServers(),
                "--images-topic", topics.images(),
                "--queries-topic", topics.queries(),
                "--attributes-topic", topics.attributes(),
                "--models-topic", topics.models(),
                "--recommendations-topic", topics.recommendations(),
                "--rejected-topic", topics.rejected()));
        return all.toArray(String[]::new);
    }
}
