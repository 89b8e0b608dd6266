package dev.twinset.kafka.errors;

import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;

/** Which of the rights that a client needs it was refused: brokers name the resource at most, never the operation. */
final class MissingRights {
    private MissingRights() {}

    static List<Right> of(AuthorizationException failure, List<Right> needed) {
        if (failure instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return topics.unauthorizedTopics().stream()
                    .sorted()
                    .flatMap(topic -> among(needed, ResourceType.TOPIC, topic).stream())
                    .toList();
        }
        if (failure instanceof GroupAuthorizationException group && group.groupId() != null) {
            return among(needed, ResourceType.GROUP, group.groupId());
        }
        ResourceType resource = failure instanceof TransactionalIdAuthorizationException
                ? ResourceType.TRANSACTIONAL_ID
                : failure instanceof ClusterAuthorizationException ? ResourceType.CLUSTER : ResourceType.TOPIC;
        List<Right> fitting =
                needed.stream().filter(right -> right.resource() == resource).toList();
        return fitting.isEmpty() ? List.of(new Right(AclOperation.DESCRIBE, resource, "*")) : fitting;
    }

    private static List<Right> among(List<Right> needed, ResourceType resource, String name) {
        List<Right> fitting = needed.stream()
                .filter(right -> right.resource() == resource && right.name().equals(name))
                .toList();
        return fitting.isEmpty() ? List.of(new Right(AclOperation.DESCRIBE, resource, name)) : fitting;
    }
}
