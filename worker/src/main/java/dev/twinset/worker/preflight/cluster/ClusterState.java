package dev.twinset.worker.preflight.cluster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;

/**
 * What an inspection saw of the cluster.
 *
 * @param identity who it is; everything else is worth nothing if that failed
 * @param featureLevels the finalized level of each of the cluster's features
 * @param topics by name
 * @param topicSettings by topic, defaults included
 * @param brokerSettings by broker
 * @param group empty if nobody ever joined a group on this cluster, or the model is unknown
 * @param transactions by transactional id; empty if nobody ever began one on this cluster, or the model is unknown
 * @param clock the controller's clock beside ours
 * @param changelog the changelog of features; empty if it is not there or the model is unknown
 * @param openTransactions on the topics of events; empty if it was not asked
 */
public record ClusterState(
        AdminResult<Identity> identity,
        AdminResult<Map<String, Integer>> featureLevels,
        Map<String, AdminResult<TopicDescription>> topics,
        Map<String, AdminResult<Map<String, String>>> topicSettings,
        Map<Integer, AdminResult<Map<String, String>>> brokerSettings,
        Optional<AdminResult<ConsumerGroupDescription>> group,
        Map<String, AdminResult<TransactionDescription>> transactions,
        AdminResult<ClockOffset> clock,
        Optional<ChangelogState> changelog,
        Optional<AdminResult<List<OpenTransaction>>> openTransactions) {
    public ClusterState {
        requireNonNull(identity, "identity is null");
        topics = Map.copyOf(topics);
        topicSettings = Map.copyOf(topicSettings);
        brokerSettings = Map.copyOf(brokerSettings);
        transactions = Map.copyOf(transactions);
    }

    /** @param mayDo what this user may do to the cluster as a whole; empty if the brokers do not say */
    public record Identity(String clusterId, List<Node> nodes, Optional<Set<AclOperation>> mayDo) {
        public Identity {
            requireNonNull(clusterId, "clusterId is null");
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * @param ahead of our clock
     * @param precision half of the time that the question took
     */
    public record ClockOffset(Duration ahead, Duration precision) {}

    /**
     * @param producerId Kafka's number of the producer
     * @param lastWrite when it last wrote to the partition
     */
    public record OpenTransaction(TopicPartition partition, long producerId, Instant lastWrite) {}

    public AdminResult<TopicDescription> topic(String name) {
        return topics.getOrDefault(name, AdminResult.missing());
    }

    /** A topic's settings, defaults included. */
    public AdminResult<Map<String, String>> settings(String topic) {
        return topicSettings.getOrDefault(topic, AdminResult.missing());
    }

    /** Whether there is anything to judge. */
    public boolean isKnown() {
        return identity.value().isPresent();
    }
}
