package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.acl.AclOperation;

/**
 * All that was asked of the cluster. Questions only: nothing is made, joined or taken by them.
 *
 * @param identity who it is; everything else is worth nothing if this failed
 * @param topics by name
 * @param topicSettings by topic, defaults included
 * @param brokerSettings by broker
 * @param group empty if nobody ever joined a group on this cluster, or the model is unknown
 * @param transaction empty if nobody ever began a transaction on this cluster, or the model is unknown
 * @param clock how far the controller's clock is ahead of ours
 * @param log the feature log; empty if it is not there or the model is unknown
 */
record ClusterFacts(
        Reply<Identity> identity,
        Reply<FeatureMetadata> features,
        Map<String, Reply<TopicDescription>> topics,
        Map<String, Reply<Map<String, String>>> topicSettings,
        Map<Integer, Reply<Map<String, String>>> brokerSettings,
        Optional<Reply<ConsumerGroupDescription>> group,
        Optional<Reply<TransactionDescription>> transaction,
        Reply<ClockOffset> clock,
        Optional<FeatureLog> log) {
    ClusterFacts {
        requireNonNull(identity, "identity is null");
        topics = Map.copyOf(topics);
        topicSettings = Map.copyOf(topicSettings);
        brokerSettings = Map.copyOf(brokerSettings);
    }

    /** @param mayDo what this user may do to the cluster as a whole; empty if it does not tell */
    record Identity(String clusterId, List<Node> nodes, Optional<Set<AclOperation>> mayDo) {
        Identity {
            requireNonNull(clusterId, "clusterId is null");
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * @param ahead of our clock
     * @param precision half of the time that the question took
     */
    record ClockOffset(Duration ahead, Duration precision) {}

    /** Whether there is anything to judge. */
    boolean isKnown() {
        return identity.value().isPresent();
    }
}
