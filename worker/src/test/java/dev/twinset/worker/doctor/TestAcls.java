package dev.twinset.worker.doctor;

import dev.twinset.contract.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The least that a worker may do, for the user of {@link ManyListeners}. */
final class TestAcls {
    private final Admin admin;
    private final Topics topics;
    private final String log;
    private final String group;

    TestAcls(Admin admin, Topics topics, String log, String group) {
        this.admin = admin;
        this.topics = topics;
        this.log = log;
        this.group = group;
    }

    void grantAll() throws ExecutionException, InterruptedException {
        Map<String, List<AclOperation>> ofTopics = Map.of(
                topics.images(),
                List.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS),
                topics.queries(),
                List.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS),
                topics.attributes(),
                List.of(AclOperation.READ, AclOperation.DESCRIBE_CONFIGS),
                topics.models(),
                List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS),
                topics.recommendations(),
                List.of(AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS),
                topics.rejected(),
                List.of(AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS),
                log,
                List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS));
        for (Map.Entry<String, List<AclOperation>> topic : ofTopics.entrySet()) {
            for (AclOperation operation : topic.getValue()) {
                grant(ResourceType.TOPIC, topic.getKey(), operation);
            }
        }
        grant(ResourceType.GROUP, group, AclOperation.READ);
        grant(ResourceType.TRANSACTIONAL_ID, group + "-w1", AclOperation.WRITE);
        grant(ResourceType.TRANSACTIONAL_ID, topics.images() + "-models", AclOperation.WRITE);
    }

    private void grant(ResourceType type, String name, AclOperation operation)
            throws ExecutionException, InterruptedException {
        admin.createAcls(List.of(binding(type, name, operation))).all().get();
    }

    void take(String topic, AclOperation operation) throws ExecutionException, InterruptedException {
        admin.deleteAcls(List.of(binding(ResourceType.TOPIC, topic, operation).toFilter()))
                .all()
                .get();
    }

    private static AclBinding binding(ResourceType type, String name, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + ManyListeners.USER, "*", operation, AclPermissionType.ALLOW));
    }
}
