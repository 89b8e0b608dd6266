package dev.twinset.worker.doctor;

import dev.twinset.worker.doctor.Finding.Notes;
import dev.twinset.worker.store.StoreUser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** Whether worker.id is this worker's alone, and the group has work for all. */
final class GroupCheck {
    static final String NAME = "group";

    private GroupCheck() {}

    /**
     * @param group its name
     * @param clientId of this worker's member
     * @param user who holds this worker's store: a running worker is known by it
     */
    static Finding examine(ClusterFacts facts, String group, String clientId, StoreUser user, String images) {
        if (facts.group().isEmpty()) {
            return new Notes(NAME).finding(group + ": nobody has joined a group of this cluster yet");
        }
        Reply<ConsumerGroupDescription> reply = facts.group().get();
        if (reply.isForbidden()) {
            return Finding.skipped(NAME, "this user may not look at group " + group + ": see rights");
        }
        if (reply.value().isEmpty()) {
            // Kafka 4 says of a group that it does not know it, and of one that cannot be asked why
            boolean absent = reply.failure()
                    .filter(GroupIdNotFoundException.class::isInstance)
                    .isPresent();
            return absent
                    ? new Notes(NAME).finding(group + ": nobody has joined it yet")
                    : Finding.skipped(NAME, "the brokers do not tell of group " + group + ": " + reply.why());
        }
        return judge(facts, reply.value().get(), clientId, user, images);
    }

    private static Finding judge(
            ClusterFacts facts, ConsumerGroupDescription group, String clientId, StoreUser user, String images) {
        Notes notes = new Notes(NAME);
        List<MemberDescription> namesakes = group.members().stream()
                .filter(member -> member.clientId().equals(clientId))
                .toList();
        int others = namesakes.size() - (user.isHeld() ? 1 : 0);
        if (others > 0) {
            String what = "another live worker of group " + group.groupId() + " has this worker.id, at "
                    + hosts(namesakes) + ": of two with one transactional id, each stops the other";
            String remedy = "give each worker a worker.id of its own; if that is the very worker that you mean, run the"
                    + " doctor beside it, with its data.dir";
            if (user.state() == StoreUser.State.UNKNOWN && namesakes.size() == 1) {
                notes.warn(what, remedy);
            } else {
                notes.fail(what, remedy);
            }
        }
        int members = group.members().size();
        Optional<Integer> partitions = Optional.ofNullable(facts.topics().get(images))
                .flatMap(Reply::value)
                .map(TopicDescription::partitions)
                .map(List::size);
        partitions
                .filter(count -> count < members)
                .ifPresent(count -> notes.warn(
                        members + " workers share " + Text.count(count, "partition") + " of " + images + ": "
                                + (members - count) + " have nothing to do",
                        "stop them; the partitions of a topic with keys cannot be raised later"));
        return notes.finding(group.groupId() + ": " + Text.count(members, "worker")
                + (user.isHeld() && namesakes.size() == 1 ? ", this one among them" : ""));
    }

    private static String hosts(List<MemberDescription> members) {
        return members.stream()
                .map(member -> member.host().replaceFirst("^/", ""))
                .distinct()
                .collect(Collectors.joining(" and "));
    }
}
