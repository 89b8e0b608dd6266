package dev.twinset.cli.torture.ledger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics from their beginnings as a read_committed reader, partitions that are added later too. One thread. */
final class LedgerReader implements AutoCloseable {
    private static final long LOOK_FOR_PARTITIONS_NANOS = Duration.ofSeconds(2).toNanos();

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private long nextLook = System.nanoTime();

    LedgerReader(String bootstrap, List<String> topics) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "client.id", "torture-ledger",
                        "isolation.level", "read_committed",
                        "enable.auto.commit", false,
                        "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.topics = List.copyOf(topics);
    }

    void poll(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        if (System.nanoTime() - nextLook >= 0) {
            assign();
            nextLook = System.nanoTime() + LOOK_FOR_PARTITIONS_NANOS;
        }
        consumer.poll(Duration.ofMillis(100)).forEach(each);
    }

    private void assign() {
        Set<TopicPartition> found = new HashSet<>(consumer.assignment());
        for (String topic : topics) {
            for (PartitionInfo partition : consumer.partitionsFor(topic)) {
                found.add(new TopicPartition(topic, partition.partition()));
            }
        }
        if (!found.equals(consumer.assignment())) {
            consumer.assign(found); // keeps the positions of those that were assigned before
        }
    }

    /** Whether everything that is committed now has been read. */
    boolean atEnd() {
        assign();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        List<TopicPartition> behind = new ArrayList<>(ends.keySet());
        behind.removeIf(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
        return behind.isEmpty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
