package dev.twinset.worker.preflight.check;

import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.errors.Right;
import dev.twinset.worker.preflight.cluster.WorkerNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** The least rights with which a worker works; {@code docs/security.md} shows them as a table. */
public final class AclRequirements {
    private final List<Right> all;

    private AclRequirements(List<Right> all) {
        this.all = List.copyOf(all);
    }

    /** @param names empty if the model is unknown; its rights are left out */
    public static AclRequirements of(Topics topics, Optional<WorkerNames> names) {
        List<Right> all = new ArrayList<>(List.of(
                Right.topic(AclOperation.READ, topics.images()),
                Right.topic(AclOperation.READ, topics.queries()),
                Right.topic(AclOperation.READ, topics.attributes()),
                Right.topic(AclOperation.READ, topics.models()),
                Right.topic(AclOperation.WRITE, topics.models()),
                Right.topic(AclOperation.WRITE, topics.recommendations()),
                Right.topic(AclOperation.WRITE, topics.rejected())));
        names.ifPresent(known -> all.addAll(List.of(
                Right.topic(AclOperation.READ, known.changelog()),
                Right.topic(AclOperation.WRITE, known.changelog()),
                Right.topic(AclOperation.DESCRIBE_CONFIGS, known.changelog()),
                new Right(AclOperation.READ, ResourceType.GROUP, known.group()),
                new Right(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, known.transactionalId()),
                new Right(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, known.modelsTransactionalId()))));
        return new AclRequirements(all);
    }

    public List<Right> all() {
        return all;
    }

    List<Right> on(ResourceType resource) {
        return all.stream().filter(right -> right.resource() == resource).toList();
    }

    List<Right> onTopic(String topic) {
        return on(ResourceType.TOPIC).stream()
                .filter(right -> right.name().equals(topic))
                .toList();
    }

    /** Those on a topic that the brokers do not allow; reading and writing include describing. */
    List<Right> missing(String topic, Set<AclOperation> allowed) {
        return onTopic(topic).stream()
                .filter(right -> !allowed.contains(right.operation()))
                .toList();
    }
}
