package dev.twinset.worker.preflight.connection;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.kafka.errors.TlsDiagnosis;
import dev.twinset.kafka.probe.BrokerAddress;
import dev.twinset.kafka.probe.BrokerProbe;
import dev.twinset.kafka.probe.ClientTls;
import dev.twinset.kafka.probe.ProbeResult;
import dev.twinset.worker.preflight.cluster.ClusterInspector;
import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.cluster.ClusterUse;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Connects to the brokers step by step: addresses, TLS, login. One thread. */
public final class ConnectivityCheck {
    private static final String PREFIX = "kafka.";

    /** Fractions of the time limit: probing twice and inspecting must leave some for the rest. */
    private static final double PROBING = 0.2;

    private static final double INSPECTING = 0.35;
    private static final String UNREACHABLE =
            "none of the addresses that the brokers advertise can be reached: see brokers";

    private final Map<String, Object> client;
    private final Clock clock;
    private final TimeoutExecutor executor;
    private final List<String> malformed = new ArrayList<>();
    private final List<ProbeResult> configured;
    private Optional<ClientTls> tls = Optional.empty();
    private Optional<Finding> tlsFault = Optional.empty();

    private ConnectivityCheck(Map<String, Object> client, Clock clock, TimeoutExecutor executor) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.executor = requireNonNull(executor, "executor is null");
        prepareTls();
        this.configured = tlsFault.isPresent() ? List.of() : probeAll(addresses());
    }

    /** Probes every address of these settings of a client. */
    public static ConnectivityCheck of(Map<String, Object> client, Clock clock, TimeoutExecutor executor) {
        return new ConnectivityCheck(client, clock, executor);
    }

    private void prepareTls() {
        if (!protocol().endsWith("SSL")) {
            return;
        }
        try {
            tls = Optional.of(ClientTls.of(client));
        } catch (KafkaException e) {
            tlsFault = Optional.of(Finding.failed(
                    TlsCheck.NAME,
                    new KafkaErrors(client, PREFIX, clock)
                            .explain(e, List.of())
                            .orElseGet(() -> "the settings for TLS cannot be used: " + Text.of(e)),
                    "correct the settings under kafka.ssl."));
        }
    }

    private List<BrokerAddress> addresses() {
        List<BrokerAddress> addresses = new ArrayList<>();
        for (String word : BrokerAddress.split(String.valueOf(client.getOrDefault("bootstrap.servers", "")))) {
            BrokerAddress.parse(word).ifPresentOrElse(addresses::add, () -> malformed.add(word));
        }
        return addresses;
    }

    private List<ProbeResult> probeAll(List<BrokerAddress> addresses) {
        int millis = executor.millis(PROBING);
        BrokerProbe probe = new BrokerProbe(client, PREFIX, Duration.ofMillis(millis / 2));
        return executor.ofEach(
                addresses,
                address -> probe.probe(address, tls),
                executor.part(PROBING),
                address -> ProbeResult.failed(
                        address,
                        "nothing was heard from " + address + " within " + millis + " ms",
                        "look at the DNS, and for a firewall between"));
    }

    /**
     * @param state what the inspection saw; empty if no broker could be asked
     * @param advertised results at further addresses that the brokers advertise
     */
    public record Result(Optional<ClusterState> state, List<ProbeResult> advertised, Finding login) {
        public Result {
            requireNonNull(state, "state is null");
            advertised = List.copyOf(advertised);
            requireNonNull(login, "login is null");
        }

        public static Result none(Finding login) {
            return new Result(Optional.empty(), List.of(), login);
        }
    }

    /** Inspects the cluster, if a broker answers. */
    public Result inspect(ClusterUse use) {
        if (configured.stream().noneMatch(probe -> probe.answered() && !BrokersCheck.isTooOld(probe))) {
            return Result.none(Finding.unknown(LoginCheck.NAME, "no broker answers: see above"));
        }
        List<ProbeResult> advertised = new ArrayList<>(probeAll(advertisedBeforeLogin()));
        if (isUnreachable(advertised)) {
            return new Result(Optional.empty(), advertised, Finding.unknown(LoginCheck.NAME, UNREACHABLE));
        }
        try (Admin admin = Admin.create(shortTimeouts(reached(use).admin()))) {
            ClusterState state = new ClusterInspector(admin, clock, executor.part(INSPECTING)).inspectAll(use);
            admin.close(Duration.ZERO); // nothing is left to wait for
            advertised.addAll(probeAll(advertisedAfterLogin(state, advertised)));
            return new Result(Optional.of(state), advertised, LoginCheck.examine(client, state));
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Result.none(Finding.failed(
                    LoginCheck.NAME,
                    "the settings of the Kafka clients cannot be used: " + Text.of(cause),
                    "correct the settings under kafka."));
        }
    }

    /** Beyond the addresses of the settings. */
    private List<BrokerAddress> advertisedBeforeLogin() {
        Set<BrokerAddress> named = new LinkedHashSet<>();
        configured.forEach(probe -> named.addAll(probe.brokers()));
        configured.forEach(probe -> named.remove(probe.address()));
        return List.copyOf(named);
    }

    /** Whether none of the advertised addresses answers: no client gets further. */
    private boolean isUnreachable(List<ProbeResult> advertised) {
        Set<BrokerAddress> named = new LinkedHashSet<>();
        configured.forEach(probe -> named.addAll(probe.brokers()));
        Stream<ProbeResult> all = Stream.concat(configured.stream(), advertised.stream());
        return !named.isEmpty()
                && all.filter(ProbeResult::answered).map(ProbeResult::address).noneMatch(named::contains);
    }

    private List<BrokerAddress> advertisedAfterLogin(ClusterState state, List<ProbeResult> advertised) {
        Set<BrokerAddress> further = new LinkedHashSet<>();
        state.identity()
                .value()
                .ifPresent(identity -> identity.nodes().forEach(node -> further.add(BrokerAddress.of(node))));
        Stream.concat(configured.stream(), advertised.stream()).forEach(probe -> further.remove(probe.address()));
        return List.copyOf(further);
    }

    private String protocol() {
        return String.valueOf(client.getOrDefault("security.protocol", "")).toUpperCase(Locale.ROOT);
    }

    /** By those addresses of the settings that answer: a dead one costs a client time, and other checks theirs. */
    public ClusterUse reached(ClusterUse use) {
        String answering = configured.stream()
                .filter(ProbeResult::answered)
                .map(probe -> probe.address().toString())
                .collect(Collectors.joining(","));
        Map<String, Object> admin = new HashMap<>(use.admin());
        if (!answering.isEmpty()) {
            admin.put("bootstrap.servers", answering);
        }
        return new ClusterUse(use.topics(), use.names(), admin, use.uploads(), use.results());
    }

    /** A person waits for the answer. */
    private Map<String, Object> shortTimeouts(Map<String, Object> admin) {
        int millis = executor.millis(INSPECTING);
        Map<String, Object> settings = new HashMap<>(admin);
        settings.put("client.id", client.get("client.id") + "-doctor");
        settings.put("default.api.timeout.ms", millis * 5 / 6);
        settings.put("request.timeout.ms", millis / 2);
        settings.put("socket.connection.setup.timeout.ms", millis / 3);
        settings.put("socket.connection.setup.timeout.max.ms", millis / 3);
        return settings;
    }

    /** Of brokers, TLS and login. */
    public List<Finding> findings(Result result) {
        Finding brokers = tlsFault.isPresent()
                ? Finding.unknown(BrokersCheck.NAME, "no broker was probed: see tls")
                : Finding.guarded(
                        BrokersCheck.NAME, () -> BrokersCheck.examine(malformed, configured, result.advertised()));
        return List.of(
                brokers,
                tlsFault.orElseGet(() -> Finding.guarded(TlsCheck.NAME, () -> tls(result.advertised()))),
                result.login());
    }

    private Finding tls(List<ProbeResult> advertised) {
        if (tls.isEmpty()) {
            return Finding.skipped(TlsCheck.NAME, "not asked for by kafka.security.protocol");
        }
        List<ProbeResult> all = new ArrayList<>(configured);
        all.addAll(advertised);
        return new TlsCheck(new TlsDiagnosis(client, PREFIX, clock), clock)
                .examine(all, tls.get().ownChain());
    }
}
