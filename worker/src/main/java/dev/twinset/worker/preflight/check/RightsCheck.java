package dev.twinset.worker.preflight.check;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.errors.Right;
import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Whether this user may do what a worker does, as the brokers say beside each description. They do not say two things:
 * whether a transactional id may be written (to try is to fence the worker that has it), and what may be done to a
 * group that nobody has joined yet.
 */
public final class RightsCheck implements ClusterCheck {
    public static final String NAME = "rights";

    private final ClusterUse use;
    private final AclRequirements needed;

    public RightsCheck(ClusterUse use) {
        this.use = requireNonNull(use, "use is null");
        this.needed = AclRequirements.of(use.topics(), use.names());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding examine(ClusterState state) {
        Notes notes = new Notes(NAME);
        missing(state)
                .forEach(right -> notes.block(
                        "this user lacks " + right,
                        "kafka-acls.sh --add --allow-principal User:... " + right.options()));
        use.names().ifPresent(names -> judgeCreation(notes, state, names.changelog()));
        List<Right> unseen = unseen(state);
        return notes.finding((notes.isEmpty()
                        ? "every operation of a worker is allowed"
                        : "not every operation of a worker is allowed")
                + (unseen.isEmpty()
                        ? ""
                        : ", as far as can be seen (not: "
                                + String.join(
                                        ", ",
                                        unseen.stream().map(Right::toString).toList()) + ")"));
    }

    /** Those that the user certainly lacks. */
    public List<Right> missing(ClusterState state) {
        Set<String> topics = new LinkedHashSet<>();
        needed.on(ResourceType.TOPIC).forEach(right -> topics.add(right.name()));
        List<Right> missing = new ArrayList<>();
        topics.forEach(topic -> missing.addAll(missing(topic, state.topic(topic))));
        state.group().ifPresent(group -> missing.addAll(missingOnGroup(group)));
        needed.on(ResourceType.TRANSACTIONAL_ID).stream()
                .filter(right -> isForbidden(state.transactions().get(right.name())))
                .forEach(missing::add);
        return missing;
    }

    private static boolean isForbidden(@Nullable AdminResult<TransactionDescription> found) {
        return found != null
                && found.failure()
                        .filter(TransactionalIdAuthorizationException.class::isInstance)
                        .isPresent();
    }

    private List<Right> missing(String topic, AdminResult<TopicDescription> found) {
        if (found.isForbidden()) {
            return needed.onTopic(topic);
        }
        return found.value()
                .flatMap(known -> Optional.ofNullable(known.authorizedOperations()))
                .map(allowed -> needed.missing(topic, allowed))
                .orElse(List.of());
    }

    private List<Right> missingOnGroup(AdminResult<ConsumerGroupDescription> group) {
        boolean mayRead = allowed(group)
                .map(allowed -> allowed.contains(AclOperation.READ))
                .orElse(!group.isForbidden());
        return mayRead ? List.of() : needed.on(ResourceType.GROUP);
    }

    /** Empty if the brokers do not say. */
    private static Optional<Set<AclOperation>> allowed(AdminResult<ConsumerGroupDescription> group) {
        return group.value().map(ConsumerGroupDescription::authorizedOperations);
    }

    private List<Right> unseen(ClusterState state) {
        boolean seen = state.group()
                .filter(group -> group.isForbidden() || allowed(group).isPresent())
                .isPresent();
        return seen ? List.of() : needed.on(ResourceType.GROUP);
    }

    private void judgeCreation(Notes notes, ClusterState state, String changelog) {
        boolean mayCreate = state.identity()
                .value()
                .flatMap(ClusterState.Identity::mayDo)
                .map(mayDo -> mayDo.contains(AclOperation.CREATE))
                .orElse(true);
        if (state.topic(changelog).isUnknownTopic() && !mayCreate) {
            notes.warn(
                    "the changelog " + changelog + " does not exist, and this user may not create topics of every"
                            + " name (the brokers do not say whether this one)",
                    "as a user who may: " + new TopicsCommandLine(use).withChangelog(changelog));
        }
    }
}
