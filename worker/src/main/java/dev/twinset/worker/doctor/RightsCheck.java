package dev.twinset.worker.doctor;

import dev.twinset.contract.topic.Topics;
import dev.twinset.worker.doctor.Finding.Notes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Whether this user may do what a worker does, as Kafka itself says beside each description. Two things it does not
 * say: whether a transactional id may be written (to try is to fence the worker that has it), and what may be done to a
 * group that nobody has joined yet.
 */
final class RightsCheck {
    static final String NAME = "rights";

    private final ClusterFacts facts;
    private final TopicsCommandLine mending;
    private final Notes notes = new Notes(NAME);
    private final List<String> unseen = new ArrayList<>();

    RightsCheck(ClusterFacts facts, TopicsCommandLine mending) {
        this.facts = facts;
        this.mending = mending;
    }

    /** @param names empty if the model is unknown */
    Finding examine(Topics topics, Optional<Inquiry.Names> names) {
        topic(topics.images(), EnumSet.of(AclOperation.READ));
        topic(topics.queries(), EnumSet.of(AclOperation.READ));
        topic(topics.recommendations(), EnumSet.of(AclOperation.WRITE));
        topic(topics.rejected(), EnumSet.of(AclOperation.WRITE));
        names.ifPresent(known -> {
            featureLog(known.log());
            group(known.group());
            transaction(known.transactionalId());
        });
        return notes.finding((notes.isEmpty() ? "every operation of a worker is allowed" : "")
                + (unseen.isEmpty() ? "" : ", as far as can be seen (not: " + String.join(", ", unseen) + ")"));
    }

    private void topic(String name, Set<AclOperation> needed) {
        @Nullable Reply<TopicDescription> found = facts.topics().get(name);
        if (found == null || found.isUnknownTopic()) {
            return; // see topics
        }
        if (found.isForbidden()) {
            Set<AclOperation> all = EnumSet.copyOf(needed);
            all.add(AclOperation.DESCRIBE);
            missing(all, "topic " + name);
            return;
        }
        Set<AclOperation> lacking = EnumSet.copyOf(needed);
        found.value().map(TopicDescription::authorizedOperations).ifPresent(lacking::removeAll);
        if (found.value().isPresent() && found.value().get().authorizedOperations() != null) {
            missing(lacking, "topic " + name);
        }
    }

    private void featureLog(String name) {
        topic(name, EnumSet.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DESCRIBE_CONFIGS));
        @Nullable Reply<TopicDescription> found = facts.topics().get(name);
        boolean mayCreate = facts.identity()
                .value()
                .flatMap(ClusterFacts.Identity::mayDo)
                .map(mayDo -> mayDo.contains(AclOperation.CREATE))
                .orElse(true);
        if (found != null && found.isUnknownTopic() && !mayCreate) {
            notes.warn(
                    "the feature log " + name + " is not there, and this user may not create topics of every name"
                            + " (whether this one is not told)",
                    "as a user who may: " + mending.withFeatureLog(name));
        }
    }

    private void group(String name) {
        if (facts.group().isEmpty()) {
            unseen.add("Read on group " + name);
            return;
        }
        Reply<ConsumerGroupDescription> group = facts.group().get();
        if (group.isForbidden()) {
            missing(EnumSet.of(AclOperation.READ), "group " + name);
        } else if (group.value().isPresent() && group.value().get().authorizedOperations() != null) {
            if (!group.value().get().authorizedOperations().contains(AclOperation.READ)) {
                missing(EnumSet.of(AclOperation.READ), "group " + name);
            }
        } else {
            unseen.add("Read on group " + name);
        }
    }

    private void transaction(String id) {
        Optional<Reply<TransactionDescription>> transaction = facts.transaction();
        if (transaction
                .flatMap(Reply::failure)
                .filter(TransactionalIdAuthorizationException.class::isInstance)
                .isPresent()) {
            missing(EnumSet.of(AclOperation.WRITE), "transactional id " + id);
        }
    }

    private void missing(Set<AclOperation> operations, String resource) {
        operations.forEach(operation -> notes.fail(
                "this user lacks " + name(operation) + " on " + resource,
                "kafka-acls.sh --add --allow-principal User:... --operation " + name(operation) + " --"
                        + option(resource)));
    }

    private static String option(String resource) {
        return resource.replaceFirst("transactional id ", "transactional-id ");
    }

    /** {@code DescribeConfigs}, as Kafka's tools say it. */
    private static String name(AclOperation operation) {
        StringBuilder name = new StringBuilder();
        for (String word : operation.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.toString();
    }
}
