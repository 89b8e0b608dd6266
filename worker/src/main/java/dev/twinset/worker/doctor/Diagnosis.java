package dev.twinset.worker.doctor;

import static dev.twinset.worker.preflight.connection.ConnectivityCheck.NO_BROKER;

import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.app.WorkerConfig;
import dev.twinset.worker.engine.EngineSettings;
import dev.twinset.worker.preflight.check.ClusterCheck;
import dev.twinset.worker.preflight.check.ClusterChecks;
import dev.twinset.worker.preflight.check.ModelsCheck;
import dev.twinset.worker.preflight.check.PartitionerCheck;
import dev.twinset.worker.preflight.cluster.ChangelogState;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.connection.ConnectivityCheck;
import dev.twinset.worker.preflight.connection.LoginCheck;
import dev.twinset.worker.preflight.connection.TimeoutExecutor;
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
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * One run of all checks: their order, and what each is given of the others' results. Whatever touches a disk or the
 * network runs on a thread that may be abandoned.
 */
final class Diagnosis {
    private static final String UNKNOWN_MODEL = "unknown";

    private final WorkerConfig config;
    private final RuntimeEnvironment runtime;
    private final TimeoutExecutor executor;
    private final Clock clock;
    private final List<Finding> findings = new ArrayList<>();

    Diagnosis(WorkerConfig config, RuntimeEnvironment runtime, Clock clock, TimeoutExecutor executor) {
        this.config = config;
        this.runtime = runtime;
        this.clock = clock;
        this.executor = executor;
    }

    /** From memory on, as {@link Doctor#CHECKS} lists them. */
    List<Finding> findings() {
        ModelCheck.Result model =
                executor.result(executor.start(() -> ModelCheck.examine(config.model())), ModelCheck.Result::unseen);
        Optional<ModelBundle> bundle = model.bundle();
        Future<Finding> kernels = executor.startCheck(KernelsCheck.NAME, () -> kernels(bundle));
        String modelId = bundle.map(ModelBundle::modelId).orElse(UNKNOWN_MODEL);
        Path directory = config.dataDir().resolve("features").resolve(modelId);
        Future<StoreUser> user = executor.start(() -> StoreUser.of(directory));
        Future<StoreInspection> store = executor.start(() -> StoreInspection.of(directory));

        ClusterUse use = config.clients(modelId)
                .clusterUse(config.topics(), bundle.map(ModelBundle::modelId), config.batchRecords());
        ConnectivityCheck connectivity = ConnectivityCheck.of(use.admin(), clock, executor);
        ConnectivityCheck.Result connected = executor.result(
                executor.start(() -> connectivity.inspect(use)),
                why -> ConnectivityCheck.Result.none(
                        Finding.skipped(LoginCheck.NAME, "was not checked in time: " + why)));

        Supplier<List<Finding>> engine = config.engine()
                .map(settings -> engine(settings, bundle, use).start(changelog(connected)))
                .orElse(EngineChecks::none);
        memory(use, connected);
        add(EnvironmentCheck.NAME, () -> EnvironmentCheck.examine(runtime, config.extractThreads()));
        findings.add(model.finding());
        findings.add(executor.finding(KernelsCheck.NAME, kernels));
        data(bundle, connected);
        store(bundle, directory, store, connected);
        int beforeEngine = findings.size();
        start(ReferencesCheck.NAME, () -> ReferencesCheck.examine(config.references()));
        StoreUser unknown = new StoreUser(StoreUser.State.UNKNOWN, Optional.empty());
        StoreUser known = config.engine().isPresent() ? unknown : executor.result(user, why -> unknown);
        start(PortCheck.NAME, () -> PortCheck.examine(endpoint(), known));
        findings.addAll(connectivity.findings(connected));
        cluster(ClusterChecks.of(use, known, clock), connected);
        partitioner(use, connected);
        models(use, connected);
        findings.addAll(beforeEngine, engine.get()); // waited for last: it may hang
        return findings;
    }

    private EngineChecks engine(EngineSettings settings, Optional<ModelBundle> bundle, ClusterUse use) {
        String modelId = bundle.map(ModelBundle::modelId).orElse(UNKNOWN_MODEL);
        int dimension = bundle.map(known -> known.manifest().dimension()).orElse(0);
        IndexLag lag = IndexLag.of(use.admin(), config.clients(modelId)::indexerGroup, executor.part(1));
        return new EngineChecks(settings, modelId, dimension, lag, executor);
    }

    private Optional<PortCheck.Endpoint> endpoint() {
        return config.http().map(http -> new PortCheck.Endpoint(http.host(), http.port(), http.otherPort()));
    }

    private void cluster(List<ClusterCheck> checks, ConnectivityCheck.Result connected) {
        Optional<ClusterState> known = connected.state().filter(ClusterState::isKnown);
        String why = connected.state().isPresent() ? "the brokers cannot be asked: see above" : NO_BROKER;
        checks.forEach(check ->
                findings.add(known.map(state -> Finding.guarded(check.name(), () -> check.examine(state)))
                        .orElseGet(() -> Finding.skipped(check.name(), why))));
    }

    private void partitioner(ClusterUse use, ConnectivityCheck.Result connected) {
        Optional<ClusterState> state = connected.state().filter(ClusterState::isKnown);
        start(
                PartitionerCheck.NAME,
                () -> state.isPresent()
                        ? PartitionerCheck.examine(use, state.get(), config.anyPartition())
                        : Finding.skipped(PartitionerCheck.NAME, NO_BROKER));
    }

    private void models(ClusterUse use, ConnectivityCheck.Result connected) {
        Optional<ClusterState> state = connected.state().filter(ClusterState::isKnown);
        start(
                ModelsCheck.NAME,
                () -> state.isPresent()
                        ? ModelsCheck.examine(use, state.get(), clock)
                        : Finding.skipped(ModelsCheck.NAME, NO_BROKER));
    }

    private Finding kernels(Optional<ModelBundle> bundle) {
        return bundle.map(known -> KernelsCheck.examine(known, runtime))
                .orElseGet(() -> Finding.skipped(KernelsCheck.NAME, "there is no network to run: see model"));
    }

    private void memory(ClusterUse use, ConnectivityCheck.Result connected) {
        add(
                MemoryCheck.NAME,
                () -> MemoryCheck.examine(
                        runtime,
                        config.pipelineDepth(),
                        config.extractThreads(),
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
            findings.add(new Finding.Notes(StoreCheck.NAME).finding("none: the search engine holds the features"));
            return;
        }
        start(
                StoreCheck.NAME,
                () -> bundle.isPresent()
                        ? StoreCheck.examine(directory, store.get(), bundle.get(), changelog(connected))
                        : Finding.skipped(StoreCheck.NAME, "it is named by the model: see model"));
    }

    private static Optional<ChangelogState> changelog(ConnectivityCheck.Result connected) {
        return connected.state().flatMap(ClusterState::changelog);
    }

    private static OptionalLong records(ConnectivityCheck.Result connected) {
        return changelog(connected).map(log -> OptionalLong.of(log.records())).orElse(OptionalLong.empty());
    }

    private void add(String name, Callable<Finding> check) {
        findings.add(Finding.guarded(name, check));
    }

    private void start(String name, Callable<Finding> check) {
        findings.add(executor.finding(name, executor.startCheck(name, check)));
    }
}
