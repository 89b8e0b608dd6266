package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.Access;
import dev.twinset.kafka.probe.BrokerAddress;
import dev.twinset.kafka.probe.BrokerProbe;
import dev.twinset.kafka.probe.ClientTls;
import dev.twinset.kafka.probe.ProbeResult;
import dev.twinset.kafka.probe.TlsDiagnosis;
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
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The way to the brokers, step by step: addresses, TLS, login. One thread. */
final class Reach {
    /** Parts of all patience: probing, asking and probing once more must leave some for the rest. */
    private static final double PROBING = 0.25;

    private static final String PREFIX = "kafka.";
    private static final double ASKING = 0.375;
    private static final String ELSEWHERE = "the brokers send their clients elsewhere: see brokers";

    static final String NOBODY = "no broker can be asked: see above";

    private final Map<String, Object> client;
    private final Clock clock;
    private final Patience patience;
    private final List<String> faulty = new ArrayList<>();
    private final List<ProbeResult> asked;
    private Optional<ClientTls> tls = Optional.empty();
    private Optional<Finding> tlsFault = Optional.empty();

    private Reach(Map<String, Object> client, Clock clock, Patience patience) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.patience = requireNonNull(patience, "patience is null");
        prepareTls();
        this.asked = tlsFault.isPresent() ? List.of() : probeAll(addresses());
    }

    /** Probes every address of these settings of a client. */
    static Reach of(Map<String, Object> client, Clock clock, Patience patience) {
        return new Reach(client, clock, patience);
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
                    new Access(client, PREFIX, clock)
                            .explain(e, List.of())
                            .orElseGet(() -> "the settings for TLS cannot be used: " + Text.of(e)),
                    "correct the settings under kafka.ssl."));
        }
    }

    private List<BrokerAddress> addresses() {
        List<BrokerAddress> addresses = new ArrayList<>();
        for (String word : BrokerAddress.split(String.valueOf(client.getOrDefault("bootstrap.servers", "")))) {
            BrokerAddress.parse(word).ifPresentOrElse(addresses::add, () -> faulty.add(word));
        }
        return addresses;
    }

    private List<ProbeResult> probeAll(List<BrokerAddress> addresses) {
        int millis = patience.millis(PROBING);
        BrokerProbe probe = new BrokerProbe(client, PREFIX, Duration.ofMillis(millis / 2));
        return patience.ofEach(
                addresses,
                address -> probe.probe(address, tls),
                patience.part(PROBING),
                address -> ProbeResult.failed(
                        address,
                        "nothing is heard of " + address + " within " + millis + " ms",
                        "look at the DNS, and for a firewall between"));
    }

    /**
     * What came of asking.
     *
     * @param facts empty if there was nobody to ask
     * @param advertised answers at further addresses that the brokers name
     */
    record Talk(Optional<ClusterFacts> facts, List<ProbeResult> advertised, Finding login) {
        Talk {
            advertised = List.copyOf(advertised);
        }

        static Talk none(Finding login) {
            return new Talk(Optional.empty(), List.of(), login);
        }
    }

    /** Asks the cluster, if anybody is there. */
    Talk talk(List<String> topics, Optional<Inquiry.Names> names) {
        if (asked.stream().noneMatch(probe -> probe.answered() && !BrokersCheck.isTooOld(probe))) {
            return Talk.none(Finding.skipped(LoginCheck.NAME, NOBODY));
        }
        List<ProbeResult> advertised = new ArrayList<>(probeAll(told()));
        if (isAstray(advertised)) {
            return new Talk(Optional.empty(), advertised, Finding.skipped(LoginCheck.NAME, ELSEWHERE));
        }
        try (Admin admin = Admin.create(hasty())) {
            ClusterFacts facts = new Inquiry(admin, clock, patience.part(ASKING)).ask(topics, names);
            admin.close(Duration.ZERO); // nothing is left to wait for
            advertised.addAll(probeAll(further(facts, advertised)));
            return new Talk(Optional.of(facts), advertised, LoginCheck.examine(client, facts));
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Talk.none(Finding.failed(
                    LoginCheck.NAME,
                    "the settings of the Kafka clients cannot be used: " + Text.of(cause),
                    "correct the settings under kafka."));
        }
    }

    /** Where the brokers say, before any login, that they are, beyond what was asked. */
    private List<BrokerAddress> told() {
        Set<BrokerAddress> told = new LinkedHashSet<>();
        asked.forEach(probe -> told.addAll(probe.brokers()));
        asked.forEach(probe -> told.remove(probe.address()));
        return List.copyOf(told);
    }

    /** Whether none of the addresses that the brokers gave answers: every client gets lost there. */
    private boolean isAstray(List<ProbeResult> advertised) {
        Set<BrokerAddress> told = new LinkedHashSet<>();
        asked.forEach(probe -> told.addAll(probe.brokers()));
        Stream<ProbeResult> all = Stream.concat(asked.stream(), advertised.stream());
        return !told.isEmpty()
                && all.filter(ProbeResult::answered).map(ProbeResult::address).noneMatch(told::contains);
    }

    /** Where they say so only after a login. */
    private List<BrokerAddress> further(ClusterFacts facts, List<ProbeResult> advertised) {
        Set<BrokerAddress> further = new LinkedHashSet<>();
        facts.identity()
                .value()
                .ifPresent(identity -> identity.nodes().forEach(node -> further.add(BrokerAddress.of(node))));
        Stream.concat(asked.stream(), advertised.stream()).forEach(probe -> further.remove(probe.address()));
        return List.copyOf(further);
    }

    private String protocol() {
        return String.valueOf(client.getOrDefault("security.protocol", "")).toUpperCase(Locale.ROOT);
    }

    /** A person waits for it. */
    private Map<String, Object> hasty() {
        int millis = patience.millis(ASKING);
        Map<String, Object> hasty = new HashMap<>(client);
        hasty.put("client.id", client.get("client.id") + "-doctor");
        hasty.put("default.api.timeout.ms", millis * 5 / 6);
        hasty.put("request.timeout.ms", millis / 2);
        hasty.put("socket.connection.setup.timeout.ms", millis / 3);
        hasty.put("socket.connection.setup.timeout.max.ms", millis / 3);
        return hasty;
    }

    /** Of brokers, TLS and login. */
    List<Finding> findings(Talk talk) {
        Finding brokers = tlsFault.isPresent()
                ? Finding.skipped(BrokersCheck.NAME, "nobody was asked: see tls")
                : Patience.guarded(BrokersCheck.NAME, () -> BrokersCheck.examine(faulty, asked, talk.advertised()));
        return List.of(
                brokers,
                tlsFault.orElseGet(() -> Patience.guarded(TlsCheck.NAME, () -> tls(talk.advertised()))),
                talk.login());
    }

    private Finding tls(List<ProbeResult> advertised) {
        if (tls.isEmpty()) {
            return Finding.skipped(TlsCheck.NAME, "not asked for by kafka.security.protocol");
        }
        List<ProbeResult> all = new ArrayList<>(asked);
        all.addAll(advertised);
        return new TlsCheck(new TlsDiagnosis(client, PREFIX, clock), clock)
                .examine(all, tls.get().ownChain());
    }
}
