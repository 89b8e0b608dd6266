package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The way to the brokers, step by step: addresses, TLS, login. One thread. */
final class Reach {
    private static final Duration KNOCKING = Duration.ofSeconds(5);
    private static final Duration ASKING = Duration.ofSeconds(9);
    static final String NOBODY = "no broker can be asked: see above";

    private final Map<String, Object> client;
    private final Clock clock;
    private final Patience patience;
    private final List<String> faulty = new ArrayList<>();
    private final List<Knock> asked;
    private Optional<Tls> tls = Optional.empty();
    private Optional<Finding> tlsFault = Optional.empty();

    private Reach(Map<String, Object> client, Clock clock, Patience patience) {
        this.client = requireNonNull(client, "client is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.patience = requireNonNull(patience, "patience is null");
        prepareTls();
        this.asked = tlsFault.isPresent() ? List.of() : knock(addresses());
    }

    /** Knocks at every address of these settings of a client. */
    static Reach of(Map<String, Object> client, Clock clock, Patience patience) {
        return new Reach(client, clock, patience);
    }

    private void prepareTls() {
        if (!Tls.isWanted(client)) {
            return;
        }
        try {
            tls = Optional.of(Tls.of(client));
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            tlsFault = Optional.of(Finding.failed(
                    TlsCheck.NAME,
                    "the settings for TLS cannot be used: " + Text.of(e) + (cause == e ? "" : ": " + Text.of(cause)),
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

    private List<Knock> knock(List<BrokerAddress> addresses) {
        return patience.ofEach(
                addresses,
                address -> Knock.at(address, tls, login()),
                patience.deadline().atMost(KNOCKING),
                address -> Knock.unheard(
                        address,
                        "nothing is heard of " + address + " within " + KNOCKING.toSeconds() + " s",
                        "look at the DNS, and for a firewall between"));
    }

    /**
     * What came of asking.
     *
     * @param facts empty if there was nobody to ask
     * @param advertised answers at further addresses that the brokers name
     */
    record Talk(Optional<ClusterFacts> facts, List<Knock> advertised, Finding login) {
        Talk {
            advertised = List.copyOf(advertised);
        }

        static Talk none(Finding login) {
            return new Talk(Optional.empty(), List.of(), login);
        }
    }

    /** Asks the cluster, if anybody is there. */
    Talk talk(List<String> topics, Optional<Inquiry.Names> names) {
        if (asked.stream().noneMatch(knock -> knock.answered() && !BrokersCheck.isTooOld(knock))) {
            return Talk.none(Finding.skipped(LoginCheck.NAME, NOBODY));
        }
        try (Admin admin = Admin.create(hasty(client))) {
            ClusterFacts facts = new Inquiry(admin, clock, patience.deadline().atMost(ASKING)).ask(topics, names);
            admin.close(Duration.ZERO); // nothing is left to wait for
            List<Knock> advertised = knock(further(facts));
            boolean astray = advertised.stream().anyMatch(knock -> !knock.answered());
            Finding login = astray && !facts.isKnown()
                    ? Finding.skipped(LoginCheck.NAME, "the brokers send their clients elsewhere: see brokers")
                    : LoginCheck.examine(client, facts);
            return new Talk(Optional.of(facts), advertised, login);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return Talk.none(Finding.failed(
                    LoginCheck.NAME,
                    "the settings of the Kafka clients cannot be used: " + Text.of(cause),
                    "correct the settings under kafka."));
        }
    }

    /** Where the brokers say that they are, before the login or after. */
    private List<BrokerAddress> further(ClusterFacts facts) {
        Set<BrokerAddress> further = new LinkedHashSet<>();
        asked.forEach(knock -> further.addAll(knock.brokers()));
        facts.identity()
                .value()
                .ifPresent(identity -> identity.nodes().forEach(node -> further.add(BrokerAddress.of(node))));
        asked.forEach(knock -> further.remove(knock.address()));
        return List.copyOf(further);
    }

    private boolean login() {
        return String.valueOf(client.getOrDefault("security.protocol", ""))
                .toUpperCase(Locale.ROOT)
                .startsWith("SASL");
    }

    /** A person waits for it. */
    private static Map<String, Object> hasty(Map<String, Object> client) {
        Map<String, Object> hasty = new HashMap<>(client);
        hasty.put("client.id", client.get("client.id") + "-doctor");
        hasty.put("default.api.timeout.ms", 6_000);
        hasty.put("request.timeout.ms", 4_000);
        hasty.put("socket.connection.setup.timeout.ms", 2_000);
        hasty.put("socket.connection.setup.timeout.max.ms", 2_000);
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

    private Finding tls(List<Knock> advertised) {
        if (tls.isEmpty()) {
            return Finding.skipped(TlsCheck.NAME, "not asked for by kafka.security.protocol");
        }
        List<Knock> all = new ArrayList<>(asked);
        all.addAll(advertised);
        return new TlsCheck(clock).examine(all, tls.get().ownCertificates());
    }
}
