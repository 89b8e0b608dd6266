package dev.twinset.producer.topics;

import dev.twinset.kafka.client.ClusterAdmin;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Looks at topics that are there, and alters their settings. */
final class ExistingTopics {
    private final ClusterAdmin cluster;

    ExistingTopics(ClusterAdmin cluster) {
        this.cluster = cluster;
    }

    /** Those that exist, as they are. */
    Map<String, FoundTopic> find(Collection<String> names) throws IOException, InterruptedException {
        Collection<String> existing = cluster.topics().existing(names);
        Map<String, TopicDescription> described =
                cluster.await(cluster.admin().describeTopics(existing).allTopicNames());
        Map<ConfigResource, Config> settings = cluster.await(cluster.admin()
                .describeConfigs(existing.stream().map(ExistingTopics::resource).toList())
                .all());
        Map<String, FoundTopic> found = new TreeMap<>();
        described.forEach((name, topic) -> found.put(name, found(topic, settings.get(resource(name)))));
        return found;
    }

    private static FoundTopic found(TopicDescription topic, @Nullable Config settings) {
        Map<String, String> values = new HashMap<>();
        if (settings != null) {
            settings.entries().stream()
                    .filter(entry -> entry.value() != null)
                    .forEach(entry -> values.put(entry.name(), entry.value()));
        }
        int replication = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        return new FoundTopic(topic.name(), topic.partitions().size(), replication, values);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    void alter(String topic, Map<String, String> settings) throws IOException, InterruptedException {
        List<AlterConfigOp> operations = settings.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        cluster.await(cluster.admin()
                .incrementalAlterConfigs(Map.of(resource(topic), operations))
                .all());
    }

    /** Whether no record lies on it, not even one that only Kafka sees. */
    boolean isEmpty(FoundTopic topic) throws IOException, InterruptedException {
        Map<TopicPartition, Long> starts = offsets(topic, OffsetSpec.earliest());
        return starts.equals(offsets(topic, OffsetSpec.latest()));
    }

    private Map<TopicPartition, Long> offsets(FoundTopic topic, OffsetSpec which)
            throws IOException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            asked.put(new TopicPartition(topic.name(), partition), which);
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        cluster.await(cluster.admin().listOffsets(asked).all())
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /**
     * @param replication copies of the partition that has the fewest
     * @param settings all of them, defaults included
     */
    record FoundTopic(String name, int partitions, int replication, Map<String, String> settings) {
        FoundTopic {
            settings = Map.copyOf(settings);
        }
    }
}
