package dev.twinset.worker.preflight.check;

import dev.twinset.console.Numbers;
import dev.twinset.worker.preflight.cluster.AdminResult;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.store.StoreUser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Whether worker.id is unique in the group, and the group has work for all members. */
final class GroupCheck implements ClusterCheck {
    static final String NAME = "group";

    private final ClusterUse use;
    private final StoreUser user;

    /** @param user who holds this worker's store: a running worker is known by it */
    GroupCheck(ClusterUse use, StoreUser user) {
        this.use = use;
        this.user = user;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** After a crash the group still lists the worker's predecessor for a while. */
    @Override
    public boolean atStart() {
        return false;
    }

    @Override
    public Finding examine(ClusterState state) {
        return use.names()
                .map(names -> examine(state, names.group()))
                .orElseGet(() -> Finding.unknown(NAME, "it is named by the model: see model"));
    }

    private Finding examine(ClusterState state, String group) {
        if (state.group().isEmpty()) {
            return new Notes(NAME).finding(group + ": nobody has joined a group of this cluster yet");
        }
        AdminResult<ConsumerGroupDescription> reply = state.group().get();
        if (reply.isForbidden()) {
            return Finding.unknown(NAME, "this user may not look at group " + group + ": see rights");
        }
        if (reply.value().isEmpty()) {
            // Kafka 4 answers an unknown group with an error of its own
            boolean absent = reply.failure()
                    .filter(GroupIdNotFoundException.class::isInstance)
                    .isPresent();
            return absent
                    ? new Notes(NAME).finding(group + ": nobody has joined it yet")
                    : Finding.unknown(NAME, "the brokers say nothing of group " + group + ": " + reply.why());
        }
        return judge(state, reply.value().get());
    }

    private Finding judge(ClusterState state, ConsumerGroupDescription group) {
        Notes notes = new Notes(NAME);
        List<MemberDescription> namesakes = group.members().stream()
                .filter(member -> member.clientId().equals(use.clientId()))
                .toList();
        int others = namesakes.size() - (user.isHeld() ? 1 : 0);
        if (others > 0) {
            String what = "another live worker of group " + group.groupId() + " has this worker.id, at "
                    + hosts(namesakes) + ": two workers with one transactional id stop each other";
            String remedy = "give each worker a worker.id of its own; if that is this very worker, run the doctor"
                    + " beside it, with its data.dir";
            if (user.state() == StoreUser.State.UNKNOWN && namesakes.size() == 1) {
                notes.warn(what, remedy);
            } else {
                notes.fail(what, remedy);
            }
        }
        int members = group.members().size();
        Optional<Integer> partitions = state.topic(use.topics().images())
                .value()
                .map(TopicDescription::partitions)
                .map(List::size);
        partitions
                .filter(count -> count < members)
                .ifPresent(count -> notes.warn(
                        members + " workers share " + Numbers.count(count, "partition") + " of "
                                + use.topics().images() + ": " + (members - count) + " have nothing to do",
                        "stop them; the partitions of a topic with keys cannot be raised later"));
        return notes.finding(group.groupId() + ": " + Numbers.count(members, "worker")
                + (user.isHeld() && namesakes.size() == 1 ? ", this one among them" : ""));
    }

    private static String hosts(List<MemberDescription> members) {
        return members.stream()
                .map(member -> member.host().replaceFirst("^/", ""))
                .distinct()
                .collect(Collectors.joining(" and "));
    }
}
