package dev.twinset.worker.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.RangeReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Reads what is committed on topics now, partition by partition in order. */
public final class CommittedRecords {
    private static final String CLIENT_ID = "twinset-audit";

    private final Map<String, Object> client;

    /** @param client Kafka client settings, {@code bootstrap.servers} at least */
    public CommittedRecords(Map<String, Object> client) {
        this.client = Map.copyOf(client);
    }

    /** Where Kafka is, for sentences. */
    String servers() {
        return String.valueOf(client.get("bootstrap.servers"));
    }

    boolean exists(String topic) throws IOException, InterruptedException {
        try (ClusterAdmin cluster = new ClusterAdmin(client)) {
            return cluster.topics().exists(topic);
        }
    }

    Set<String> topics(String prefix) throws IOException, InterruptedException {
        try (ClusterAdmin cluster = new ClusterAdmin(client)) {
            Set<String> topics =
                    new TreeSet<>(cluster.await(cluster.admin().listTopics().names()));
            topics.removeIf(topic -> !topic.startsWith(prefix));
            return topics;
        }
    }

    /** Those of all partitions. */
    void all(String topic, Consumer<EventRecord> visitor) throws IOException, InterruptedException {
        try (RangeReader reader = RangeReader.committed(client, CLIENT_ID, topic)) {
            read(reader, reader.beginnings(), visitor);
        }
    }

    /** Those of one key, where Kafka's own partitioner puts it. */
    void of(String key, String topic, Consumer<EventRecord> visitor) throws IOException, InterruptedException {
        byte[] bytes = key.getBytes(UTF_8);
        try (RangeReader reader = RangeReader.committed(client, CLIENT_ID, topic)) {
            Map<TopicPartition, Long> from = new HashMap<>(reader.beginnings());
            int partition = KafkaRecords.partition(bytes, from.size());
            from.keySet().removeIf(other -> other.partition() != partition);
            read(reader, from, record -> {
                if (record.key().filter(other -> Arrays.equals(other, bytes)).isPresent()) {
                    visitor.accept(record);
                }
            });
        }
    }

    private static void read(RangeReader reader, Map<TopicPartition, Long> from, Consumer<EventRecord> visitor)
            throws IOException, InterruptedException {
        reader.read(from, reader.ends(), record -> {
            visitor.accept(KafkaRecords.incoming(record));
            return true;
        });
    }
}
