package dev.twinset.producer;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.Topics;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Makes the topics that events and answers travel on; workers make the feature logs of their models themselves. */
public final class TopicCreator {
    /** Workers beyond the number of partitions would be idle. */
    public static final int DEFAULT_PARTITIONS = 12;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final int SAFE_REPLICATION = 3;

    private TopicCreator() {}

    /**
     * Creates the topics that are missing and leaves those that exist as they are; returns when all can be used.
     *
     * @param clientConfig Kafka client settings, {@code bootstrap.servers} at least
     * @throws IOException if no broker answers or a topic cannot be created
     */
    public static void create(Map<String, Object> clientConfig, Topics topics, int partitions, short replication)
            throws IOException, InterruptedException {
        requireNonNull(topics, "topics is null");
        List<NewTopic> wanted = List.of(
                topic(topics.images(), partitions, replication, images()),
                topic(topics.queries(), partitions, replication, queries()),
                topic(topics.recommendations(), partitions, replication, recommendations()),
                topic(topics.rejected(), partitions, replication, rejected()));
        try (Cluster cluster = new Cluster(clientConfig)) {
            cluster.create(wanted);
        }
    }

    private static NewTopic topic(String name, int partitions, short replication, Map<String, String> config) {
        Map<String, String> all = new LinkedHashMap<>(config);
        if (replication >= SAFE_REPLICATION) {
            all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "2");
        }
        return new NewTopic(name, partitions, replication).configs(all);
    }

    /** The catalogue itself: the latest image of every item stays, so that a new model can be built from it. */
    private static Map<String, String> images() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                "uncompressed",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(ClientSettings.MAX_REQUEST_BYTES));
    }

    private static Map<String, String> queries() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(DAY_MILLIS),
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                "uncompressed",
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                String.valueOf(ClientSettings.MAX_REQUEST_BYTES));
    }

    /** A late subscriber still gets the latest answer for every item. */
    private static Map<String, String> recommendations() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT + "," + TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(7 * DAY_MILLIS));
    }

    private static Map<String, String> rejected() {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, String.valueOf(30 * DAY_MILLIS),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(ClientSettings.MAX_REQUEST_BYTES));
    }
}
