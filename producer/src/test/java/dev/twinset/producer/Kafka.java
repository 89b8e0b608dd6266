package dev.twinset.producer;

import dev.twinset.broker.LocalKafka;
import dev.twinset.contract.topic.Topics;
import dev.twinset.producer.topics.TopicCreator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker in this JVM, with topics of their own for every test. */
public final class Kafka implements AutoCloseable {
    private final LocalKafka broker;
    private final AtomicInteger tests = new AtomicInteger();

    public Kafka(Path directory) throws IOException {
        broker = LocalKafka.inProcess(directory);
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

    @Override
    public void close() {
        broker.close();
    }
}
