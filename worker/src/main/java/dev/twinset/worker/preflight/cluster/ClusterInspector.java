package dev.twinset.worker.preflight.cluster;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.preflight.cluster.ClusterState.ClockOffset;
import dev.twinset.worker.preflight.cluster.ClusterState.Identity;
import dev.twinset.worker.preflight.cluster.ClusterState.OpenTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTransactionsResult;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Asks the cluster for all that the checks need, most of it in parallel. Read-only. */
public final class ClusterInspector {
    private static final String GROUPS = "__consumer_offsets";
    private static final String TRANSACTIONS = "__transaction_state";

    private final Admin admin;
    private final Clock clock;
    private final Deadline deadline;

    public ClusterInspector(Admin admin, Clock clock, Deadline deadline) {
        this.admin = requireNonNull(admin, "admin is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.deadline = requireNonNull(deadline, "deadline is null");
    }

    /** What a worker needs to know at its start. */
    public ClusterState inspect(ClusterUse use) {
        return inspect(use, false);
    }

    /** With the open transactions on the topics of events. */
    public ClusterState inspectAll(ClusterUse use) {
        return inspect(use, true);
    }

    /** Takes three rounds of requests; what one depends on is asked in the round before. */
    private ClusterState inspect(ClusterUse use, boolean transactions) {
        AdminResult<Identity> identity = identity();
        if (identity.value().isEmpty()) {
            return unknown(identity);
        }
        List<String> topics = new ArrayList<>();
        use.eventTopics().forEach(definition -> topics.add(definition.name()));
        use.changelog().ifPresent(definition -> topics.add(definition.name()));

        var clockOffset = clockOffset();
        var features = admin.describeFeatures().featureMetadata();
        var described = admin.describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        var internal = admin.describeTopics(List.of(GROUPS, TRANSACTIONS)).topicNameValues();
        var settings =
                admin.describeConfigs(resources(topics, identity.value().get())).values();

        var foundTopics = awaited(described);
        var foundInternal = awaited(internal);
        var group =
                use.names().filter(names -> mayExist(foundInternal.get(GROUPS))).map(names -> group(names.group()));
        Map<String, KafkaFuture<TransactionDescription>> transaction = use.names()
                .filter(names -> mayExist(foundInternal.get(TRANSACTIONS)))
                .map(this::transactions)
                .orElse(Map.of());
        var changelog = use.names()
                .map(names -> changelog(identity.value().get(), foundTopics.get(names.changelog())))
                .orElse(() -> Optional.empty());
        Optional<KafkaFuture<Map<TopicPartition, PartitionProducerState>>> open =
                transactions ? Optional.of(producers(use, foundTopics)) : Optional.empty();
        // all is asked by now: a broker that does not answer costs what it was asked, and nothing else
        return new ClusterState(
                identity,
                AdminResult.await(features, deadline).map(ClusterInspector::levels),
                foundTopics,
                settings(settings, ConfigResource.Type.TOPIC),
                settings(settings, ConfigResource.Type.BROKER).entrySet().stream()
                        .collect(Collectors.toMap(entry -> Integer.valueOf(entry.getKey()), Map.Entry::getValue)),
                group.map(request -> AdminResult.await(request, deadline)),
                awaited(transaction),
                AdminResult.await(clockOffset, deadline),
                changelog.get(),
                open.map(request -> AdminResult.await(request, deadline).map(ClusterInspector::openTransactions)));
    }

    private KafkaFuture<ConsumerGroupDescription> group(String name) {
        return requireNonNull(admin.describeConsumerGroups(
                        List.of(name), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups()
                .get(name));
    }

    private Map<String, KafkaFuture<TransactionDescription>> transactions(WorkerNames names) {
        List<String> ids = List.of(names.transactionalId(), names.modelsTransactionalId());
        DescribeTransactionsResult asked = admin.describeTransactions(ids);
        return ids.stream().collect(Collectors.toMap(id -> id, asked::description));
    }

    private static Map<String, Integer> levels(FeatureMetadata features) {
        return features.finalizedFeatures().entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, feature ->
                (int) feature.getValue().maxVersionLevel()));
    }

    private AdminResult<Identity> identity() {
        DescribeClusterResult asked =
                admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
        AdminResult<Collection<Node>> nodes = AdminResult.await(asked.nodes(), deadline);
        if (nodes.value().isEmpty()) {
            return AdminResult.failed(nodes.failure().orElseThrow());
        }
        Optional<Set<AclOperation>> mayDo =
                AdminResult.await(asked.authorizedOperations(), deadline).value();
        return AdminResult.await(asked.clusterId(), deadline)
                .map(id -> new Identity(id, List.copyOf(nodes.value().orElseThrow()), mayDo));
    }

    private static ClusterState unknown(AdminResult<Identity> identity) {
        Throwable why = identity.failure().orElseThrow();
        return new ClusterState(
                identity,
                AdminResult.failed(why),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Map.of(),
                AdminResult.failed(why),
                Optional.empty(),
                Optional.empty());
    }

    private KafkaFuture<Map<TopicPartition, PartitionProducerState>> producers(
            ClusterUse use, Map<String, AdminResult<TopicDescription>> found) {
        List<TopicPartition> partitions = Stream.of(
                        use.topics().images(), use.topics().queries())
                .flatMap(name -> found.getOrDefault(name, AdminResult.missing()).value().stream())
                .flatMap(topic -> topic.partitions().stream()
                        .filter(partition -> partition.leader() != null)
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        return admin.describeProducers(partitions).all();
    }

    private static List<OpenTransaction> openTransactions(Map<TopicPartition, PartitionProducerState> partitions) {
        List<OpenTransaction> open = new ArrayList<>();
        partitions.forEach((partition, state) -> state.activeProducers().stream()
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .map(producer -> new OpenTransaction(
                        partition, producer.producerId(), Instant.ofEpochMilli(producer.lastTimestamp())))
                .forEach(open::add));
        return open;
    }

    private static List<ConfigResource> resources(List<String> topics, Identity identity) {
        List<ConfigResource> resources = new ArrayList<>();
        topics.forEach(name -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name)));
        identity.nodes()
                .forEach(node -> resources.add(new ConfigResource(ConfigResource.Type.BROKER, node.idString())));
        return resources;
    }

    /**
     * A request for a group or a transaction makes Kafka create these topics, so it is only sent where they exist.
     * Where this user may not see them, they are taken to exist.
     */
    private static boolean mayExist(@Nullable AdminResult<TopicDescription> internal) {
        return internal != null && (internal.value().isPresent() || internal.isForbidden());
    }

    private <T> Map<String, AdminResult<T>> awaited(Map<String, KafkaFuture<T>> asked) {
        Map<String, AdminResult<T>> replies = new HashMap<>();
        asked.forEach((name, future) -> replies.put(name, AdminResult.await(future, deadline)));
        return replies;
    }

    private Map<String, AdminResult<Map<String, String>>> settings(
            Map<ConfigResource, KafkaFuture<Config>> asked, ConfigResource.Type type) {
        Map<String, AdminResult<Map<String, String>>> replies = new HashMap<>();
        asked.forEach((resource, future) -> {
            if (resource.type() == type) {
                replies.put(resource.name(), AdminResult.await(future, deadline).map(ClusterInspector::values));
            }
        });
        return replies;
    }

    private static Map<String, String> values(Config config) {
        Map<String, String> values = new LinkedHashMap<>();
        config.entries().stream()
                .filter(entry -> entry.value() != null)
                .forEach(entry -> values.put(entry.name(), entry.value()));
        return values;
    }

    /** The leader of the controllers says of itself that it has caught up just now: that is its clock. */
    private KafkaFuture<ClockOffset> clockOffset() {
        long before = clock.millis();
        return admin.describeMetadataQuorum().quorumInfo().thenApply(quorum -> offset(quorum, before, clock.millis()));
    }

    private static ClockOffset offset(QuorumInfo quorum, long before, long after) {
        return quorum.voters().stream()
                .filter(voter -> voter.replicaId() == quorum.leaderId())
                .flatMap(voter -> voter.lastCaughtUpTimestamp().stream().boxed())
                .findFirst()
                .map(time -> new ClockOffset(
                        Duration.ofMillis(time - (before + after) / 2), Duration.ofMillis((after - before + 1) / 2)))
                .orElseThrow(() -> new IllegalStateException("the controller does not say its time"));
    }

    /** Asks at once, and waits when the result is wanted. */
    private Supplier<Optional<ChangelogState>> changelog(
            Identity identity, @Nullable AdminResult<TopicDescription> found) {
        if (found == null || found.value().isEmpty()) {
            return Optional::empty;
        }
        TopicDescription topic = found.value().get();
        var starts = admin.listOffsets(offsets(topic, OffsetSpec.earliest())).all();
        var ends = admin.listOffsets(offsets(topic, OffsetSpec.latest())).all();
        return () -> changelog(
                identity,
                topic,
                AdminResult.await(starts, deadline).value(),
                AdminResult.await(ends, deadline).value());
    }

    private static Optional<ChangelogState> changelog(
            Identity identity,
            TopicDescription topic,
            Optional<Map<TopicPartition, ListOffsetsResultInfo>> first,
            Optional<Map<TopicPartition, ListOffsetsResultInfo>> ends) {
        return ends.map(last -> new ChangelogState(
                topic.name(),
                identity.clusterId(),
                topic.topicId().toString(),
                sum(last) - first.map(ClusterInspector::sum).orElse(0L),
                last.entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> entry.getKey().partition(),
                                entry -> entry.getValue().offset()))));
    }

    private static Map<TopicPartition, OffsetSpec> offsets(TopicDescription topic, OffsetSpec which) {
        return topic.partitions().stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic.name(), partition.partition()), partition -> which));
    }

    private static long sum(Map<TopicPartition, ListOffsetsResultInfo> offsets) {
        return offsets.values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }
}
