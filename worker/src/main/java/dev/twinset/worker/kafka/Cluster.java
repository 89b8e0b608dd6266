package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.kafka.Access;
import dev.twinset.kafka.Right;
import dev.twinset.worker.features.LogIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker asks of the cluster before it starts; each fault is one sentence that says what to do. */
final class Cluster implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Cluster.class);
    private static final int TIMEOUT_SECONDS = 10;
    private static final DescribeTopicsOptions WITH_RIGHTS =
            new DescribeTopicsOptions().includeAuthorizedOperations(true);

    private final Admin admin;
    private final String bootstrap;
    private final Access access;
    private final Rights rights;

    /** @param rights that this worker needs */
    Cluster(Admin admin, ClientConfig clients, Rights rights) {
        this.admin = requireNonNull(admin, "admin is null");
        this.bootstrap = clients.bootstrap();
        this.access = clients.access();
        this.rights = requireNonNull(rights, "rights is null");
    }

    /** Reachable, and new enough for transactions that survive faults. */
    String check() {
        String clusterId = await(admin.describeCluster().clusterId(), "asking for the cluster", List.of());
        Map<String, FinalizedVersionRange> features = await(
                        admin.describeFeatures().featureMetadata(), "asking for the cluster's features", List.of())
                .finalizedFeatures();
        FinalizedVersionRange transactions = features.get("transaction.version");
        if (transactions == null || transactions.maxVersionLevel() < 2) {
            throw new WorkerException("the Kafka at " + bootstrap + " has transaction.version "
                    + (transactions == null ? "0" : String.valueOf(transactions.maxVersionLevel()))
                    + ", expected 2 or newer, without which exactly-once breaks under faults: use Kafka 4.0 or newer and"
                    + " run kafka-features.sh upgrade --feature transaction.version=2");
        }
        return clusterId;
    }

    /** @throws WorkerException naming every topic, or every right on them, that is missing */
    Map<String, TopicDescription> topics(List<String> names) {
        Map<String, KafkaFuture<TopicDescription>> asked =
                admin.describeTopics(names, WITH_RIGHTS).topicNameValues();
        Set<String> missing = new TreeSet<>();
        List<Right> lacking = new ArrayList<>();
        Map<String, TopicDescription> found = new HashMap<>();
        for (String name : names) {
            describe(name, requireNonNull(asked.get(name)), lacking)
                    .ifPresentOrElse(topic -> found.put(name, topic), () -> missing.add(name));
        }
        refuse(lacking);
        if (!missing.isEmpty()) {
            throw new WorkerException("the Kafka at " + bootstrap + " has no topic " + String.join(", ", missing)
                    + ": create it with ./twinset topics create; ./twinset doctor looks at the rest, too");
        }
        return found;
    }

    /** Whether this worker may look at its group: what else it may do there it learns when it joins. */
    void group(String group) {
        await(
                admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
                "asking for the group " + group,
                rights.all());
    }

    /** @throws WorkerException if there are any */
    private void refuse(List<Right> lacking) {
        if (!lacking.isEmpty()) {
            throw new WorkerException(access.lacking(lacking));
        }
    }

    /** The topic, if there is one and all rights on it are. */
    private Optional<TopicDescription> describe(String name) {
        List<Right> lacking = new ArrayList<>();
        Optional<TopicDescription> topic = describe(
                name,
                requireNonNull(admin.describeTopics(List.of(name), WITH_RIGHTS)
                        .topicNameValues()
                        .get(name)),
                lacking);
        refuse(lacking);
        return topic;
    }

    /** @param lacking takes the rights on it that this worker needs and has not */
    private Optional<TopicDescription> describe(
            String name, KafkaFuture<TopicDescription> future, List<Right> lacking) {
        try {
            TopicDescription topic = await(future, "asking for the topic " + name, rights.onTopic(name));
            Set<AclOperation> allowed = topic.authorizedOperations();
            if (allowed != null) { // brokers without an authorizer allow all, and say so
                lacking.addAll(rights.missing(name, allowed));
            }
            return Optional.of(topic);
        } catch (WorkerException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                lacking.addAll(rights.onTopic(name));
                return Optional.empty();
            }
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The feature log of a model, created when it is missing.
     *
     * @param partitions of a new log; an existing one keeps its own
     */
    TopicDescription featureLog(TopicDefinition definition, int partitions) {
        String name = definition.name();
        Optional<TopicDescription> found = describe(name);
        if (found.isPresent()) {
            return found.get();
        }
        // as many copies as the brokers give by default, and their default of copies in sync
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(definition.initial(1));
        try {
            await(
                    admin.createTopics(List.of(topic)).all(),
                    "creating the feature log " + name,
                    rights.toCreateFeatureLog());
            log.info("created the feature log {} with {} partitions", name, partitions);
        } catch (WorkerException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        return awaitTopic(name);
    }

    /** How long a compacted topic keeps deletions. */
    Duration tombstonesLast(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = requireNonNull(await(
                        admin.describeConfigs(List.of(resource)).all(),
                        "asking for the settings of the topic " + topic,
                        rights.onTopic(topic))
                .get(resource));
        return Duration.ofMillis(
                Long.parseLong(requireNonNull(config.get("delete.retention.ms")).value()));
    }

    /** A topic that was just created may take a moment to be known everywhere. */
    private TopicDescription awaitTopic(String name) {
        for (int i = 0; i < 100; i++) {
            Optional<TopicDescription> topic = describe(name);
            if (topic.isPresent()) {
                return topic.get();
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WorkerException("interrupted while waiting for the feature log " + name, e);
            }
        }
        throw new WorkerException(
                "the feature log " + name + " was created but does not appear: look at the brokers' logs");
    }

    static LogIdentity identity(String clusterId, TopicDescription topic) {
        return new LogIdentity(clusterId, topic.topicId().toString());
    }

    static List<TopicPartition> partitions(TopicDescription topic) {
        return IntStream.range(0, topic.partitions().size())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
    }

    private <T> T await(KafkaFuture<T> future, String what, List<Right> needed) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new WorkerException(
                    access.explain(cause, needed)
                            .orElseGet(() -> cause instanceof org.apache.kafka.common.errors.TimeoutException
                                    ? unreachable()
                                    : what + " at " + bootstrap + " failed: " + cause.getMessage()),
                    cause);
        } catch (TimeoutException e) {
            throw new WorkerException(access.explain(e, needed).orElseGet(this::unreachable), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerException("interrupted while " + what, e);
        }
    }

    private String unreachable() {
        return "no Kafka answers at " + bootstrap + " within " + TIMEOUT_SECONDS
                + " s: check kafka.bootstrap.servers, or start a broker with ./twinset broker --dir DIR --port 9092";
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1)); // there is nothing left that is worth waiting for
    }
}
