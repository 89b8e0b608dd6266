package dev.twinset.kafka.client;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** What a cluster knows about topics: which exist, their partitions, ids, copies and settings. */
public final class TopicMetadata {
    private static final DescribeTopicsOptions WITH_RIGHTS =
            new DescribeTopicsOptions().includeAuthorizedOperations(true);

    private final ClusterAdmin cluster;

    TopicMetadata(ClusterAdmin cluster) {
        this.cluster = cluster;
    }

    /**
     * Topic to number of partitions.
     *
     * @throws IOException if no broker answers, or a topic does not exist: then with how to create it
     */
    public Map<String, Integer> partitions(Collection<String> topics) throws IOException, InterruptedException {
        return partitions(topics, AclOperation.DESCRIBE);
    }

    /**
     * Topic to number of partitions.
     *
     * @param needed what will be done with each of them
     * @throws IOException if no broker answers, that may not be done, or a topic does not exist: then with how to
     *     create it
     */
    public Map<String, Integer> partitions(Collection<String> topics, AclOperation needed)
            throws IOException, InterruptedException {
        Map<String, Integer> partitions = new TreeMap<>();
        TreeSet<String> missing = new TreeSet<>();
        List<Right> lacking = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic : cluster.admin()
                .describeTopics(topics, WITH_RIGHTS)
                .topicNameValues()
                .entrySet()) {
            Right right = Right.topic(needed, topic.getKey());
            try {
                TopicDescription found = cluster.get(topic.getValue());
                partitions.put(topic.getKey(), found.partitions().size());
                if (found.authorizedOperations() != null
                        && !found.authorizedOperations().contains(needed)) {
                    lacking.add(right);
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicAuthorizationException) {
                    lacking.add(right);
                } else if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                    missing.add(topic.getKey());
                } else {
                    throw cluster.errors().refusal(e, List.of(right));
                }
            }
        }
        if (!lacking.isEmpty()) {
            throw cluster.errors().lacking(lacking);
        }
        if (!missing.isEmpty()) {
            throw new IOException("Kafka at " + cluster.errors().servers() + " has no topic "
                    + String.join(", ", missing) + ": create it with twinset topics create");
        }
        return partitions;
    }

    /**
     * Every partition of these topics.
     *
     * @throws IOException as {@link #partitions(Collection, AclOperation)}
     */
    List<TopicPartition> topicPartitions(Collection<String> topics, AclOperation needed)
            throws IOException, InterruptedException {
        List<TopicPartition> all = new ArrayList<>();
        partitions(topics, needed).forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        });
        return all;
    }

    /** Those of them that exist. */
    public Collection<String> existing(Collection<String> topics) throws IOException, InterruptedException {
        List<String> existing = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                cluster.admin().describeTopics(topics).topicNameValues().entrySet()) {
            try {
                cluster.get(topic.getValue());
                existing.add(topic.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw cluster.errors().refusal(e, toDescribe(topic.getKey()));
                }
            }
        }
        return existing;
    }

    public boolean exists(String topic) throws IOException, InterruptedException {
        return existing(List.of(topic)).contains(topic);
    }

    /** The broker's own id of a topic: one that is created again under the same name has another. */
    public String id(String topic) throws IOException, InterruptedException {
        return described(topic).topicId().toString();
    }

    /** How many brokers keep a copy of the topic. */
    public short replicas(String topic) throws IOException, InterruptedException {
        return (short) described(topic).partitions().get(0).replicas().size();
    }

    private TopicDescription described(String topic) throws IOException, InterruptedException {
        return requireNonNull(
                cluster.await(cluster.admin().describeTopics(List.of(topic)).allTopicNames(), toDescribe(topic))
                        .get(topic),
                topic);
    }

    /** The value in force of a topic's setting. */
    public String setting(String topic, String name) throws IOException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = requireNonNull(
                cluster.await(
                                cluster.admin()
                                        .describeConfigs(List.of(resource))
                                        .all(),
                                List.of(Right.topic(AclOperation.DESCRIBE_CONFIGS, topic)))
                        .get(resource),
                topic);
        return String.valueOf(requireNonNull(config.get(name), name).value());
    }

    private static List<Right> toDescribe(String topic) {
        return List.of(Right.topic(AclOperation.DESCRIBE, topic));
    }
}
