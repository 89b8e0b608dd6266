package dev.twinset.producer.topics;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.ClusterAdmin;
import dev.twinset.kafka.client.TopicCreation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes the topics that events and answers travel on; {@link TopicDefinitions} says how. */
public final class TopicCreator {
    /** Workers beyond the number of partitions would be idle. */
    public static final int DEFAULT_PARTITIONS = TopicDefinitions.PARTITIONS;

    private TopicCreator() {}

    /**
     * Creates the topics that are missing and leaves those that exist as they are; returns when all can be used.
     *
     * @param clientConfig Kafka client settings, {@code bootstrap.servers} at least
     * @throws IOException if no broker answers or a topic cannot be created
     */
    public static void create(Map<String, Object> clientConfig, Topics topics, int partitions, short replication)
            throws IOException, InterruptedException {
        List<NewTopic> wanted = TopicDefinitions.events(topics).stream()
                .map(definition -> topic(definition, partitions, replication))
                .toList();
        try (ClusterAdmin cluster = new ClusterAdmin(clientConfig)) {
            new TopicCreation(cluster).create(wanted);
        }
    }

    static NewTopic topic(TopicDefinition definition, int partitions, short replication) {
        return new NewTopic(definition.name(), definition.partitions(partitions), replication)
                .configs(definition.initial(replication));
    }
}
