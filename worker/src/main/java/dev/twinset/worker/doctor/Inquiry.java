package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.doctor.ClusterFacts.ClockOffset;
import dev.twinset.worker.doctor.ClusterFacts.Identity;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;

/** Asks the cluster all that the checks want to know, most of it at once. Read-only. */
final class Inquiry {
    private static final String GROUPS = "__consumer_offsets";
    private static final String TRANSACTIONS = "__transaction_state";

    private final Admin admin;
    private final Clock clock;
    private final Deadline deadline;

    Inquiry(Admin admin, Clock clock, Deadline deadline) {
        this.admin = requireNonNull(admin, "admin is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.deadline = requireNonNull(deadline, "deadline is null");
    }

    /**
     * Who would read and write.
     *
     * @param log the feature log's name
     */
    record Names(String group, String transactionalId, String log) {
        Names {
            requireNonNull(group, "group is null");
            requireNonNull(transactionalId, "transactionalId is null");
            requireNonNull(log, "log is null");
        }
    }

    /**
     * @param topics names
     * @param names empty if the model is unknown, by which they are called
     */
    ClusterFacts ask(List<String> topics, Optional<Names> names) {
        Reply<Identity> identity = identity();
        if (identity.value().isEmpty()) {
            return unknown(identity);
        }
        List<Integer> brokers =
                identity.value().get().nodes().stream().map(Node::id).toList();
        List<String> all = new ArrayList<>(topics);
        names.ifPresent(known -> all.add(known.log()));

        var features = admin.describeFeatures().featureMetadata();
        var described = admin.describeTopics(all, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        var internal = admin.describeTopics(List.of(GROUPS, TRANSACTIONS)).topicNameValues();
        Map<ConfigResource, KafkaFuture<Config>> settings =
                admin.describeConfigs(resources(all, brokers)).values();

        Map<String, Reply<TopicDescription>> foundTopics = awaited(described);
        Map<String, Reply<TopicDescription>> foundInternal = awaited(internal);
        Optional<Names> grouped = names.filter(known -> mayExist(foundInternal.get(GROUPS)));
        Optional<Names> transacted = names.filter(known -> mayExist(foundInternal.get(TRANSACTIONS)));
        var group = grouped.map(known -> requireNonNull(admin.describeConsumerGroups(
                        List.of(known.group()), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups()
                .get(known.group())));
        var transaction = transacted.map(known ->
                admin.describeTransactions(List.of(known.transactionalId())).description(known.transactionalId()));
        return new ClusterFacts(
                identity,
                Reply.await(features, deadline),
                foundTopics,
                settings(settings, ConfigResource.Type.TOPIC),
                settings(settings, ConfigResource.Type.BROKER).entrySet().stream()
                        .collect(Collectors.toMap(entry -> Integer.valueOf(entry.getKey()), Map.Entry::getValue)),
                group.map(asked -> Reply.await(asked, deadline)),
                transaction.map(asked -> Reply.await(asked, deadline)),
                clockOffset(),
                names.flatMap(known -> log(identity.value().get(), foundTopics.get(known.log()))));
    }

    private Reply<Identity> identity() {
        DescribeClusterResult asked =
                admin.describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true));
        Reply<Collection<Node>> nodes = Reply.await(asked.nodes(), deadline);
        if (nodes.value().isEmpty()) {
            return Reply.failed(nodes.failure().orElseThrow());
        }
        Optional<Set<AclOperation>> mayDo =
                Reply.await(asked.authorizedOperations(), deadline).value();
        return Reply.await(asked.clusterId(), deadline)
                .map(id -> new Identity(id, List.copyOf(nodes.value().orElseThrow()), mayDo));
    }

    private static ClusterFacts unknown(Reply<Identity> identity) {
        Throwable why = identity.failure().orElseThrow();
        return new ClusterFacts(
                identity,
                Reply.failed(why),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Reply.failed(why),
                Optional.empty());
    }

    private static List<ConfigResource> resources(List<String> topics, List<Integer> brokers) {
        List<ConfigResource> resources = new ArrayList<>();
        topics.forEach(name -> resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name)));
        brokers.forEach(id -> resources.add(new ConfigResource(ConfigResource.Type.BROKER, String.valueOf(id))));
        return resources;
    }

    /**
     * To ask for a group or a transaction makes Kafka create these topics. If they are not there, nobody has either;
     * where we may not see them, somebody guards the cluster, so they are.
     */
    private static boolean mayExist(@Nullable Reply<TopicDescription> internal) {
        return internal != null && (internal.value().isPresent() || internal.isForbidden());
    }

    private Map<String, Reply<TopicDescription>> awaited(Map<String, KafkaFuture<TopicDescription>> asked) {
        Map<String, Reply<TopicDescription>> replies = new HashMap<>();
        asked.forEach((name, future) -> replies.put(name, Reply.await(future, deadline)));
        return replies;
    }

    private Map<String, Reply<Map<String, String>>> settings(
            Map<ConfigResource, KafkaFuture<Config>> asked, ConfigResource.Type type) {
        Map<String, Reply<Map<String, String>>> replies = new HashMap<>();
        asked.forEach((resource, future) -> {
            if (resource.type() == type) {
                replies.put(resource.name(), Reply.await(future, deadline).map(Inquiry::values));
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

    /** Of itself the leader of the controllers says that it has caught up just now: that is its clock. */
    private Reply<ClockOffset> clockOffset() {
        long before = clock.millis();
        Reply<QuorumInfo> asked = Reply.await(admin.describeMetadataQuorum().quorumInfo(), deadline);
        long after = clock.millis();
        if (asked.value().isEmpty()) {
            return Reply.failed(asked.failure().orElseThrow());
        }
        QuorumInfo quorum = asked.value().get();
        return quorum.voters().stream()
                .filter(voter -> voter.replicaId() == quorum.leaderId())
                .flatMap(voter -> voter.lastCaughtUpTimestamp().stream().boxed())
                .findFirst()
                .map(time -> Reply.of(new ClockOffset(
                        Duration.ofMillis(time - (before + after) / 2), Duration.ofMillis((after - before + 1) / 2))))
                .orElseGet(() -> Reply.failed(new IllegalStateException("the controller does not tell its time")));
    }

    private Optional<FeatureLog> log(Identity identity, @Nullable Reply<TopicDescription> found) {
        if (found == null || found.value().isEmpty()) {
            return Optional.empty();
        }
        TopicDescription topic = found.value().get();
        var starts = admin.listOffsets(offsets(topic, OffsetSpec.earliest())).all();
        var ends = admin.listOffsets(offsets(topic, OffsetSpec.latest())).all();
        Optional<Map<TopicPartition, ListOffsetsResultInfo>> first =
                Reply.await(starts, deadline).value();
        return Reply.await(ends, deadline)
                .value()
                .map(last -> new FeatureLog(
                        topic.name(),
                        identity.clusterId(),
                        topic.topicId().toString(),
                        sum(last) - first.map(Inquiry::sum).orElse(0L),
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
