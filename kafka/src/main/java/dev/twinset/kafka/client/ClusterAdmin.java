package dev.twinset.kafka.client;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The Kafka that is worked with, looked at before work begins: what is wrong with it is told in one sentence. */
public final class ClusterAdmin implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);
    private static final long VISIBLE_NANOS = 15_000_000_000L;

    private static final DescribeTopicsOptions WITH_RIGHTS =
            new DescribeTopicsOptions().includeAuthorizedOperations(true);

    private final String servers;
    private final KafkaErrors access;
    private final Admin admin;

    public ClusterAdmin(Map<String, Object> clientConfig) throws IOException {
        servers = servers(clientConfig);
        access = access(clientConfig);
        Optional<String> misfit = access.misfit();
        if (misfit.isPresent()) {
            throw new IOException(misfit.get());
        }
        try {
            admin = Admin.create(ClientSettings.admin(clientConfig));
        } catch (KafkaException e) {
            throw unusable(clientConfig, e);
        }
    }

    /** How these settings get into Kafka, for sentences. */
    public static KafkaErrors access(Map<String, Object> clientConfig) {
        return new KafkaErrors(clientConfig, "", Clock.systemUTC());
    }

    /** Where the user said that Kafka is, for sentences. */
    public static String servers(Map<String, Object> clientConfig) {
        return String.valueOf(clientConfig.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** The client could not even be made: a setting is wrong, or a name is unknown. */
    public static IOException unusable(Map<String, Object> clientConfig, KafkaException e) {
        Optional<String> why = access(clientConfig).explain(e, List.of());
        if (why.isPresent()) {
            return new KafkaAccessException(why.get(), e);
        }
        Throwable cause = e instanceof ConfigException || e.getCause() == null ? e : e.getCause();
        return new IOException("cannot connect to Kafka at " + servers(clientConfig) + ": " + cause.getMessage(), e);
    }

    public static Throwable cause(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? e : cause;
    }

    /** Kafka's own name of the cluster, the same whatever address it is reached by. */
    public String id() throws IOException, InterruptedException {
        return await(admin.describeCluster().clusterId());
    }

    public int brokers() throws IOException, InterruptedException {
        return await(admin.describeCluster().nodes()).size();
    }

    public Admin admin() {
        return admin;
    }

    /** @throws IOException if the brokers do not answer or refuse, in one sentence */
    public <T> T await(KafkaFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw told(cause(e), List.of());
        }
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
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(topics, WITH_RIGHTS).topicNameValues().entrySet()) {
            Right right = Right.topic(needed, topic.getKey());
            try {
                TopicDescription found = topic.getValue().get();
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
                    throw told(cause(e), List.of(right));
                }
            }
        }
        if (!lacking.isEmpty()) {
            throw new IOException(access.lacking(lacking));
        }
        if (!missing.isEmpty()) {
            throw new IOException("Kafka at " + servers + " has no topic " + String.join(", ", missing)
                    + ": create it with twinset topics create");
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

    /**
     * Creates those that do not exist yet; returns when the leaders of all their partitions serve. Until then a leader
     * may refuse a producer's first batch and take its second; it then refuses the first one forever.
     */
    public void create(List<NewTopic> wanted) throws IOException, InterruptedException {
        for (Map.Entry<String, KafkaFuture<Void>> topic :
                admin.createTopics(wanted).values().entrySet()) {
            try {
                topic.getValue().get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw told(cause(e), List.of(Right.topic(AclOperation.CREATE, topic.getKey())));
                }
            }
        }
        List<String> topics = wanted.stream().map(NewTopic::name).toList();
        awaitVisible(topics);
        awaitServed(partitions(topics));
    }

    @Override
    public void close() {
        admin.close(CLOSING);
    }

    /** The broker's own id of a topic: one that is made anew under the same name has another. */
    public String topicId(String topic) throws IOException, InterruptedException {
        return described(topic).topicId().toString();
    }

    public boolean exists(String topic) throws IOException, InterruptedException {
        return known(List.of(topic)).contains(topic);
    }

    /** How many brokers keep a copy of the topic. */
    public short replicas(String topic) throws IOException, InterruptedException {
        return (short) described(topic).partitions().get(0).replicas().size();
    }

    private TopicDescription described(String topic) throws IOException, InterruptedException {
        try {
            return requireNonNull(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic), topic);
        } catch (ExecutionException e) {
            throw told(cause(e), toDescribe(List.of(topic)));
        }
    }

    /** The value in force of a topic's setting. */
    public String setting(String topic, String name) throws IOException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config = requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource), topic);
            return String.valueOf(requireNonNull(config.get(name), name).value());
        } catch (ExecutionException e) {
            throw told(cause(e), List.of(Right.topic(AclOperation.DESCRIBE_CONFIGS, topic)));
        }
    }

    private void awaitVisible(List<String> topics) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!known(topics).containsAll(topics)) {
            if (System.nanoTime() - start > VISIBLE_NANOS) {
                List<String> late = new ArrayList<>(topics);
                late.removeAll(known(topics));
                throw new IOException("Kafka at " + servers + " accepted the topics " + late
                        + " but does not show them after 15 s; look at its log");
            }
            Thread.sleep(50);
        }
    }

    /** The client asks each leader again until it answers. */
    private void awaitServed(Map<String, Integer> partitions) throws IOException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        partitions.forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        });
        try {
            admin.listOffsets(ends).all().get();
        } catch (ExecutionException e) {
            throw told(cause(e), toDescribe(partitions.keySet()));
        }
    }

    /** Those of them that exist. */
    public Collection<String> known(List<String> topics) throws IOException, InterruptedException {
        List<String> known = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
                admin.describeTopics(topics).topicNameValues().entrySet()) {
            try {
                topic.getValue().get();
                known.add(topic.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw told(cause(e), toDescribe(List.of(topic.getKey())));
                }
            }
        }
        return known;
    }

    private static List<Right> toDescribe(Collection<String> topics) {
        return topics.stream()
                .map(topic -> Right.topic(AclOperation.DESCRIBE, topic))
                .toList();
    }

    private IOException told(Throwable cause, List<Right> needed) {
        Optional<String> why = access.explain(cause, needed);
        if (why.isPresent()) {
            return new KafkaAccessException(why.get(), cause);
        }
        if (cause instanceof TimeoutException) {
            return new IOException(
                    "no Kafka broker answers at " + servers
                            + ": start one there (twinset broker starts one), or name another with --bootstrap"
                            + " HOST:PORT",
                    cause);
        }
        return new IOException("Kafka at " + servers + " refuses: " + cause.getMessage(), cause);
    }
}
