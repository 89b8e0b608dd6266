package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.contract.topic.Topics;
import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.doctor.Reach.Talk;
import dev.twinset.worker.kafka.ClientConfig;
import dev.twinset.worker.store.StoreUser;
import java.util.List;
import java.util.Optional;

/** The checks of what the cluster said. */
final class ClusterChecks {
    private static final List<String> NAMES =
            Doctor.CHECKS.subList(Doctor.CHECKS.indexOf(VersionCheck.NAME), Doctor.CHECKS.size());

    private final WorkerConfig config;
    private final ClientConfig clients;
    private final Optional<Inquiry.Names> names;
    private final StoreUser user;

    /**
     * @param names empty if the model is unknown
     * @param user who holds this worker's store
     */
    ClusterChecks(WorkerConfig config, ClientConfig clients, Optional<Inquiry.Names> names, StoreUser user) {
        this.config = requireNonNull(config, "config is null");
        this.clients = requireNonNull(clients, "clients is null");
        this.names = requireNonNull(names, "names is null");
        this.user = requireNonNull(user, "user is null");
    }

    List<Finding> findings(Talk talk) {
        if (talk.facts().isEmpty()) {
            return skipped(Reach.NOBODY);
        }
        return talk.facts().get().isKnown()
                ? known(talk.facts().get())
                : skipped("the brokers cannot be asked: see above");
    }

    private static List<Finding> skipped(String why) {
        return NAMES.stream().map(check -> Finding.skipped(check, why)).toList();
    }

    private List<Finding> known(ClusterFacts facts) {
        Topics topics = config.topics();
        List<TopicDefinition> events = TopicDefinitions.events(topics);
        boolean secured = clients.admin().containsKey("security.protocol");
        TopicsCommandLine mending = new TopicsCommandLine(clients.bootstrap(), secured, topics);
        return List.of(
                Patience.guarded(VersionCheck.NAME, () -> VersionCheck.examine(facts)),
                Patience.guarded(
                        TopicsCheck.NAME,
                        () -> new TopicsCheck(facts, mending)
                                .examine(events, names.map(known -> TopicDefinitions.featureLog(known.log())))),
                Patience.guarded(
                        SizesCheck.NAME,
                        () -> SizesCheck.examine(
                                facts, events, clients.uploads(config.batchRecords()), clients.results(), mending)),
                Patience.guarded(RightsCheck.NAME, () -> new RightsCheck(facts, mending).examine(topics, names)),
                Patience.guarded(GroupCheck.NAME, () -> group(facts)),
                Patience.guarded(ClockCheck.NAME, () -> ClockCheck.examine(facts)));
    }

    private Finding group(ClusterFacts facts) {
        return names.map(known -> GroupCheck.examine(
                        facts,
                        known.group(),
                        clients.uploadsClientId(),
                        user,
                        config.topics().images()))
                .orElseGet(() -> Finding.skipped(GroupCheck.NAME, "it is named by the model: see model"));
    }
}
