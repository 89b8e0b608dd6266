package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.topic.TopicDefinition;
import dev.twinset.contract.topic.TopicDefinitions;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.doctor.Reach.Talk;
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

/**
 * One visit: the order in which things are looked at, and what each check is told of the others' subjects. Whatever
 * touches a disk or the network does so on a thread that may be left behind.
 */
final class Examination {
    private static final String UNKNOWN_MODEL = "unknown";

    private final WorkerConfig config;
    private final Surroundings around;
    private final Patience patience;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    Examination(WorkerConfig config, Surroundings around, Clock clock, Patience patience) {
        this.config = requireNonNull(config, "config is null");
        this.around = requireNonNull(around, "around is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.patience = requireNonNull(patience, "patience is null");
    }

    /** From memory on, as {@link Doctor#CHECKS} lists them. */
    List<Finding> findings() {
        ModelCheck.Result model =
                patience.result(patience.start(() -> ModelCheck.examine(config.model())), ModelCheck.Result::unseen);
        Optional<ModelBundle> bundle = model.bundle();
        Future<Finding> kernels = patience.startCheck(KernelsCheck.NAME, () -> kernels(bundle));
        String modelId = bundle.map(ModelBundle::modelId).orElse(UNKNOWN_MODEL);
        Path directory = config.dataDir().resolve("features").resolve(modelId);
        Future<StoreUser> user = patience.start(() -> StoreUser.of(directory));
        Future<StoreInspection> store = patience.start(() -> StoreInspection.of(directory));

        ClientConfig clients = config.clients(modelId);
        Optional<Inquiry.Names> names = bundle.map(known -> new Inquiry.Names(
                clients.group(), clients.transactionalId(), config.topics().features(known.modelId())));
        Reach reach = Reach.of(clients.admin(), clock, patience);
        Talk talk = patience.result(
                patience.start(() -> reach.talk(eventTopics(), names)),
                why -> Talk.none(Finding.skipped(LoginCheck.NAME, "was not seen in time: " + why)));

        memory(clients, talk);
        add(EnvironmentCheck.NAME, () -> EnvironmentCheck.examine(around, config.extractThreads()));
        findings.add(model.finding());
        findings.add(patience.finding(KernelsCheck.NAME, kernels));
        data(bundle, talk);
        store(bundle, directory, store, talk);
        StoreUser known = patience.result(user, why -> new StoreUser(StoreUser.State.UNKNOWN, Optional.empty()));
        start(PortCheck.NAME, () -> PortCheck.examine(config.http(), known));
        findings.addAll(reach.findings(talk));
        findings.addAll(new ClusterChecks(config, clients, names, known).findings(talk));
        return findings;
    }

    private Finding kernels(Optional<ModelBundle> bundle) {
        return bundle.map(known -> KernelsCheck.examine(known, around))
                .orElseGet(() -> Finding.skipped(KernelsCheck.NAME, "there is no network to run: see model"));
    }

    private void memory(ClientConfig clients, Talk talk) {
        add(
                MemoryCheck.NAME,
                () -> MemoryCheck.examine(
                        around,
                        config.pipelineDepth(),
                        config.extractThreads(),
                        clients.uploads(config.batchRecords()),
                        clients.results(),
                        records(talk)));
    }

    private void data(Optional<ModelBundle> bundle, Talk talk) {
        OptionalLong dimension = bundle.map(
                        known -> OptionalLong.of(known.manifest().dimension()))
                .orElse(OptionalLong.empty());
        start(DataDirectoryCheck.NAME, () -> DataDirectoryCheck.examine(config.dataDir(), dimension, records(talk)));
    }

    private void store(Optional<ModelBundle> bundle, Path directory, Future<StoreInspection> store, Talk talk) {
        start(
                StoreCheck.NAME,
                () -> bundle.isPresent()
                        ? StoreCheck.examine(
                                directory,
                                store.get(),
                                bundle.get(),
                                talk.facts().flatMap(ClusterFacts::log))
                        : Finding.skipped(StoreCheck.NAME, "it is named by the model: see model"));
    }

    private static OptionalLong records(Talk talk) {
        return talk.facts()
                .flatMap(ClusterFacts::log)
                .map(log -> OptionalLong.of(log.records()))
                .orElse(OptionalLong.empty());
    }

    private void add(String name, Callable<Finding> check) {
        findings.add(Patience.guarded(name, check));
    }

    private void start(String name, Callable<Finding> check) {
        findings.add(patience.finding(name, patience.startCheck(name, check)));
    }

    private List<String> eventTopics() {
        return TopicDefinitions.events(config.topics()).stream()
                .map(TopicDefinition::name)
                .toList();
    }
}
