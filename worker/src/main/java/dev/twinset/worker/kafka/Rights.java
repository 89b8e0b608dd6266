package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.Right;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** The least with which a worker works; {@code docs/security.md} shows it as a table. */
final class Rights {
    private final List<Right> needed;
    private final String featureLog;

    private Rights(List<Right> needed, String featureLog) {
        this.needed = List.copyOf(needed);
        this.featureLog = featureLog;
    }

    static Rights of(Topics topics, String modelId, ClientConfig clients) {
        String features = topics.features(modelId);
        return new Rights(
                List.of(
                        Right.topic(AclOperation.READ, topics.images()),
                        Right.topic(AclOperation.READ, topics.queries()),
                        Right.topic(AclOperation.WRITE, topics.recommendations()),
                        Right.topic(AclOperation.WRITE, topics.rejected()),
                        Right.topic(AclOperation.READ, features),
                        Right.topic(AclOperation.WRITE, features),
                        Right.topic(AclOperation.DESCRIBE_CONFIGS, features),
                        new Right(AclOperation.READ, ResourceType.GROUP, clients.group()),
                        new Right(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, clients.transactionalId())),
                features);
    }

    List<Right> all() {
        return needed;
    }

    List<Right> onTopic(String topic) {
        requireNonNull(topic, "topic is null");
        return needed.stream()
                .filter(right ->
                        right.resource() == ResourceType.TOPIC && right.name().equals(topic))
                .toList();
    }

    /**
     * Those on a topic that are not among what the brokers let this worker do; reading and writing let it look, too.
     */
    List<Right> missing(String topic, Set<AclOperation> allowed) {
        List<Right> missing = new ArrayList<>(onTopic(topic));
        missing.removeIf(right -> allowed.contains(right.operation()));
        return missing;
    }

    /** For a worker that makes its model's feature log itself. */
    List<Right> toCreateFeatureLog() {
        return List.of(Right.topic(AclOperation.CREATE, featureLog));
    }
}
