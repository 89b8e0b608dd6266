package dev.twinset.kafka.errors;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** A right: an operation on a resource. */
public record Right(AclOperation operation, ResourceType resource, String name) {
    public Right {
        requireNonNull(operation, "operation is null");
        requireNonNull(resource, "resource is null");
        requireNonNull(name, "name is null");
    }

    public static Right topic(AclOperation operation, String topic) {
        return new Right(operation, ResourceType.TOPIC, topic);
    }

    /** For a sentence: {@code Read on topic catalog.images}. */
    @Override
    public String toString() {
        return operationName() + " on "
                + resource.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + name;
    }

    /** The options of {@code kafka-acls.sh} that give it. */
    public String options() {
        String kind = resource.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "--operation " + operationName() + " --" + kind
                + (resource == ResourceType.CLUSTER ? "" : " '" + name + "'");
    }

    /** As {@code kafka-acls.sh} spells it: {@code DescribeConfigs}. */
    private String operationName() {
        return Stream.of(operation.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
