package dev.twinset.worker.doctor;

import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.kafka.ClientConfig;
import dev.twinset.worker.preflight.check.ClusterCheck;
import dev.twinset.worker.preflight.check.ClusterChecks;
import dev.twinset.worker.preflight.check.ModelsCheck;
import dev.twinset.worker.preflight.check.PartitionerCheck;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.cluster.Deadline;
import dev.twinset.worker.preflight.connection.BrokersCheck;
import dev.twinset.worker.preflight.connection.ConnectivityCheck;
import dev.twinset.worker.preflight.connection.LoginCheck;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
import dev.twinset.worker.preflight.connection.TlsCheck;
import dev.twinset.worker.preflight.engine.EngineChecks;
import dev.twinset.worker.preflight.engine.IndexLag;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.machine.DataDirectoryCheck;
import dev.twinset.worker.preflight.machine.EnvironmentCheck;
import dev.twinset.worker.preflight.machine.KernelsCheck;
import dev.twinset.worker.preflight.machine.MemoryCheck;
import dev.twinset.worker.preflight.machine.ModelCheck;
import dev.twinset.worker.preflight.machine.PortCheck;
import dev.twinset.worker.preflight.machine.ReferencesCheck;
import dev.twinset.worker.preflight.machine.RuntimeEnvironment;
import dev.twinset.worker.preflight.machine.StoreCheck;
import dev.twinset.worker.store.StoreInspection;
import dev.twinset.worker.store.StoreUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One run of all checks: what each is given of the others' results. Each is a task on a thread that may be abandoned,
 * and all run side by side. What others depend on, the model and the cluster, is waited for only so long that they have
 * time left.
 */
final class Diagnosis {
    private static final String UNKNOWN_MODEL = "unknown";
    private static final StoreUser UNKNOWN_USER = new StoreUser(StoreUser.State.UNKNOWN, Optional.empty());

    /** Fractions of the time limit: how long others wait for the model, for the cluster, and for a look at a file. */
    private static final double MODEL = 0.25;

    private static final double CLUSTER = 0.8;
    private static final double FILE = 0.1;

    private final WorkerConfig config;
    private final RuntimeEnvironment runtime;
    private final TimeoutExecutor executor;
    private final Clock clock;
    private final Map<String, Future<Finding>> checks = new HashMap<>();

    Diagnosis(WorkerConfig config, RuntimeEnvironment runtime, Clock clock, TimeoutExecutor executor) {
        this.config = config;
        this.runtime = runtime;
        this.clock = clock;
        this.executor = executor;
    }

    /** From memory on, as {@link Doctor#CHECKS} lists them. */
    List<Finding> findings() {
        Deadline untilCluster = executor.part(CLUSTER);
        start(EnvironmentCheck.NAME, () -> EnvironmentCheck.examine(runtime, config.extractThreads()));
        start(ReferencesCheck.NAME, () -> ReferencesCheck.examine(config.references()));
        Map<String, Object> client = use(Optional.empty()).admin();
        Future<Optional<ConnectivityCheck>> probing =
                executor.start(() -> Optional.of(ConnectivityCheck.of(client, clock, executor)));

        ModelCheck.Result model = TimeoutExecutor.result(
                executor.start(() -> ModelCheck.examine(config.model())),
                executor.part(MODEL),
                ModelCheck.Result::unseen);
        known(model.finding());
        Optional<ModelBundle> bundle = model.bundle();
        start(KernelsCheck.NAME, () -> kernels(bundle));
        Path directory = config.dataDir().resolve("features").resolve(modelId(bundle));
        Future<StoreUser> user = executor.start(() -> StoreUser.of(directory));
        Future<StoreInspection> store = executor.start(() -> StoreInspection.of(directory));

        ClusterUse use = use(bundle);
        Future<ConnectivityCheck.Result> inspecting =
                executor.start(() -> probing.get().orElseThrow().inspect(use));
        Supplier<ConnectivityCheck.Result> cluster = () -> TimeoutExecutor.result(
                inspecting,
                untilCluster,
                why -> ConnectivityCheck.Result.none(
                        Finding.unknown(LoginCheck.NAME, TimeoutExecutor.NOT_IN_TIME + why)));
        Supplier<List<Finding>> engine = config.engine()
                .map(settings -> engine(settings, bundle, use).start(() -> changelog(cluster.get())))
                .orElse(EngineChecks::none);
        ConnectivityCheck.Result connected = cluster.get();
        Optional<ConnectivityCheck> connectivity =
                TimeoutExecutor.result(probing, executor.part(FILE), why -> Optional.empty());
        ClusterUse reached = connectivity.map(check -> check.reached(use)).orElse(use);
        StoreUser holder = config.engine().isPresent()
                ? UNKNOWN_USER
                : TimeoutExecutor.result(user, executor.part(FILE), why -> UNKNOWN_USER);
        memory(use, connected);
        data(bundle, connected);
        store(bundle, directory, store, connected);
        start(PortCheck.NAME, () -> PortCheck.examine(endpoint(), holder));
        connection(connectivity, connected);
        cluster(ClusterChecks.of(use, holder, clock), connected);
        whereKnown(
                PartitionerCheck.NAME,
                connected,
                state -> PartitionerCheck.examine(reached, state, config.anyPartition()));
        whereKnown(ModelsCheck.NAME, connected, state -> ModelsCheck.examine(reached, state, clock));
        engine.get().forEach(this::known); // waited for here; it began before the others
        return Doctor.CHECKS.stream().flatMap(this::finding).toList();
    }

    private Stream<Finding> finding(String name) {
        return Optional.ofNullable(checks.get(name)).map(check -> executor.finding(name, check)).stream();
    }

    private ClusterUse use(Optional<ModelBundle> bundle) {
        return config.clients(modelId(bundle))
                .clusterUse(config.topics(), bundle.map(ModelBundle::modelId), config.batchRecords());
    }

    private static String modelId(Optional<ModelBundle> bundle) {
        return bundle.map(ModelBundle::modelId).orElse(UNKNOWN_MODEL);
    }

    private EngineChecks engine(EngineSettings settings, Optional<ModelBundle> bundle, ClusterUse use) {
        int dimension = bundle.map(known -> known.manifest().dimension()).orElse(0);
        IndexLag lag = IndexLag.of(use.admin(), config.clients(modelId(bundle))::indexerGroup, executor.part(1));
        return new EngineChecks(settings, modelId(bundle), dimension, lag, executor);
    }

    private Optional<PortCheck.Endpoint> endpoint() {
        return config.http().map(http -> new PortCheck.Endpoint(http.host(), http.port(), http.otherPort()));
    }

    private void connection(Optional<ConnectivityCheck> connectivity, ConnectivityCheck.Result connected) {
        connectivity
                .map(check -> check.findings(connected))
                .orElseGet(() -> List.of(
                        Finding.unknown(BrokersCheck.NAME, "the addresses were not probed in time"),
                        Finding.unknown(
                                TlsCheck.NAME,
                                "the addresses were not probed in time: look at the files of kafka.ssl."),
                        connected.login()))
                .forEach(this::known);
    }

    private void cluster(List<ClusterCheck> all, ConnectivityCheck.Result connected) {
        all.forEach(check -> whereKnown(check.name(), connected, check::examine));
    }

    /** A check of a cluster. */
    @FunctionalInterface
    private interface Examination {
        Finding of(ClusterState state) throws IOException, InterruptedException;
    }

    private void whereKnown(String name, ConnectivityCheck.Result connected, Examination check) {
        Optional<ClusterState> known = connected.state().filter(ClusterState::isKnown);
        start(
                name,
                () -> known.isPresent()
                        ? check.of(known.get())
                        : Finding.unknown(name, "the brokers cannot be asked: see above"));
    }

    private Finding kernels(Optional<ModelBundle> bundle) {
        return bundle.map(known -> KernelsCheck.examine(known, runtime))
                .orElseGet(() -> Finding.unknown(KernelsCheck.NAME, "there is no network to run: see model"));
    }

    private void memory(ClusterUse use, ConnectivityCheck.Result connected) {
        start(
                MemoryCheck.NAME,
                () -> MemoryCheck.examine(
                        runtime,
                        config.pipelineDepth(),
                        config.extractThreads(),
                        ClientConfig.MAX_BATCH,
                        use.uploads(),
                        use.results(),
                        held(connected)));
    }

    /** Items whose ids are in the worker's memory. */
    private OptionalLong held(ConnectivityCheck.Result connected) {
        OptionalLong records = records(connected);
        long most = config.engine()
                .map(EngineSettings::tailItems)
                .map(Long::valueOf)
                .orElse(Long.MAX_VALUE);
        return records.isPresent() ? OptionalLong.of(Math.min(records.getAsLong(), most)) : records;
    }

    private void data(Optional<ModelBundle> bundle, ConnectivityCheck.Result connected) {
        OptionalLong dimension = bundle.map(
                        known -> OptionalLong.of(known.manifest().dimension()))
                .orElse(OptionalLong.empty());
        start(
                DataDirectoryCheck.NAME,
                () -> DataDirectoryCheck.examine(
                        config.dataDir(),
                        dimension,
                        config.engine().isPresent() ? OptionalLong.empty() : records(connected)));
    }

    private void store(
            Optional<ModelBundle> bundle,
            Path directory,
            Future<StoreInspection> store,
            ConnectivityCheck.Result connected) {
        if (config.engine().isPresent()) {
            known(new Finding.Notes(StoreCheck.NAME).finding("none: the search engine holds the features"));
            return;
        }
        start(
                StoreCheck.NAME,
                () -> bundle.isPresent()
                        ? StoreCheck.examine(directory, store.get(), bundle.get(), changelog(connected))
                        : Finding.unknown(StoreCheck.NAME, "it is named by the model: see model"));
    }

    private static Optional<ChangelogState> changelog(ConnectivityCheck.Result connected) {
        return connected.state().flatMap(ClusterState::changelog);
    }

    private static OptionalLong records(ConnectivityCheck.Result connected) {
        return changelog(connected).map(log -> OptionalLong.of(log.records())).orElse(OptionalLong.empty());
    }

    private void start(String name, Callable<Finding> check) {
        checks.put(name, executor.startCheck(name, check));
    }

    private void known(Finding finding) {
        checks.put(finding.check(), CompletableFuture.completedFuture(finding));
    }
}
