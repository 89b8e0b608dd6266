package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.TopicDefinition;
import dev.twinset.contract.TopicDefinitions;
import dev.twinset.contract.Topics;
import dev.twinset.vision.ModelBundle;
import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.kafka.ClientConfig;
import dev.twinset.worker.store.StoreInspection;
import dev.twinset.worker.store.StoreUser;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** One visit: the order in which things are looked at, and what each check is told of the others' subjects. */
final class Examination {
    private static final String UNKNOWN_MODEL = "unknown";

    private final WorkerConfig config;
    private final Surroundings around;
    private final Patience patience;
    private final Clock clock;
    private final Topics topics;

    Examination(WorkerConfig config, Surroundings around, Clock clock, Patience patience) {
        this.config = requireNonNull(config, "config is null");
        this.around = requireNonNull(around, "around is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.patience = requireNonNull(patience, "patience is null");
        this.topics = config.topics();
    }

    /** From memory on, as {@link Doctor#CHECKS} lists them. */
    List<Finding> findings() {
        ModelCheck.Result model = ModelCheck.examine(config.model());
        Optional<ModelBundle> bundle = model.bundle();
        ClientConfig clients = config.clients(bundle.map(ModelBundle::modelId).orElse(UNKNOWN_MODEL));
        Future<Finding> kernels = patience.startCheck(
                KernelsCheck.NAME,
                () -> bundle.map(KernelsCheck::examine)
                        .orElseGet(() -> Finding.skipped(KernelsCheck.NAME, "there is no network to run: see model")));
        Path directory = config.dataDir()
                .resolve("features")
                .resolve(bundle.map(ModelBundle::modelId).orElse(UNKNOWN_MODEL));
        Future<StoreInspection> inspection = patience.start(() -> StoreInspection.of(directory));

        Reach reach = Reach.of(clients.admin(), clock, patience);
        Optional<Inquiry.Names> names = bundle.map(known -> new Inquiry.Names(
                clients.group(), clients.transactionalId(), topics.features(known.modelId())));
        Optional<ClusterFacts> facts = reach.ask(eventTopics(), names);
        Optional<FeatureLog> log = facts.flatMap(ClusterFacts::log);
        OptionalLong records = log.map(known -> OptionalLong.of(known.records())).orElse(OptionalLong.empty());

        List<Finding> findings = new ArrayList<>();
        add(findings, MemoryCheck.NAME, () -> MemoryCheck.examine(
                around,
                config.pipelineDepth(),
                config.extractThreads(),
                clients.uploads(config.batchRecords()),
                clients.results(),
                records));
        add(findings, EnvironmentCheck.NAME, () -> EnvironmentCheck.examine(around, config.extractThreads()));
        findings.add(model.finding());
        findings.add(patience.finding(KernelsCheck.NAME, kernels));
        OptionalLong dimension = bundle.map(known -> OptionalLong.of(known.manifest().dimension()))
                .orElse(OptionalLong.empty());
        add(findings, DataDirectoryCheck.NAME, () -> DataDirectoryCheck.examine(config.dataDir(), dimension, records));
        Future<Finding> store = patience.startCheck(
                StoreCheck.NAME,
                () -> bundle.isPresent()
                        ? StoreCheck.examine(directory, inspection.get(), bundle.get(), log)
                        : Finding.skipped(StoreCheck.NAME, "it is named by the model: see model"));
        findings.add(patience.finding(StoreCheck.NAME, store));
        findings.addAll(reach.findings());
        if (facts.isEmpty() || !facts.get().isKnown()) {
            String why = facts.isEmpty() ? "no broker can be asked: see above" : "the brokers cannot be asked: see login";
            Doctor.CHECKS
                    .subList(Doctor.CHECKS.indexOf(VersionCheck.NAME), Doctor.CHECKS.size())
                    .forEach(check -> findings.add(Finding.skipped(check, why)));
            return findings;
        }
        cluster(findings, facts.get(), clients, names, StoreUser.of(directory));
        return findings;
    }

    private void cluster(
            List<Finding> findings,
            ClusterFacts facts,
            ClientConfig clients,
            Optional<Inquiry.Names> names,
            StoreUser user) {
        List<TopicDefinition> events = TopicDefinitions.events(topics);
        TopicsCommandLine mending =
                new TopicsCommandLine(clients.bootstrap(), clients.admin().containsKey("security.protocol"), topics);
        add(findings, VersionCheck.NAME, () -> VersionCheck.examine(facts));
        add(findings, TopicsCheck.NAME, () -> new TopicsCheck(facts, mending)
                .examine(events, names.map(known -> TopicDefinitions.featureLog(known.log()))));
        add(findings, SizesCheck.NAME, () -> SizesCheck.examine(
                facts, events, clients.uploads(config.batchRecords()), clients.results(), mending));
        add(findings, RightsCheck.NAME, () -> new RightsCheck(facts, mending).examine(topics, names));
        add(findings, GroupCheck.NAME, () -> names.map(known -> GroupCheck.examine(
                        facts, known.group(), clients.uploadsClientId(), user, topics.images()))
                .orElseGet(() -> Finding.skipped(GroupCheck.NAME, "it is named by the model: see model")));
        add(findings, ClockCheck.NAME, () -> ClockCheck.examine(facts));
    }

    private static void add(List<Finding> findings, String name, Callable<Finding> check) {
        findings.add(Patience.guarded(name, check));
    }

    private List<String> eventTopics() {
        return TopicDefinitions.events(topics).stream().map(TopicDefinition::name).toList();
    }
}
