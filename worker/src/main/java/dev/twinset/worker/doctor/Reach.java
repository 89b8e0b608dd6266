package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;

/** The way to the brokers, step by step: addresses, TLS, login. One thread. */
final class Reach {
    private static final Duration KNOCKING = Duration.ofSeconds(5);
    private static final String UNREACHABLE = "no broker can be asked: see above";

    private final Map<String, Object> client;
    private final Clock clock;
    private final Patience patience;
    private final List<String> faulty = new ArrayList<>();
    private final List<Knock> asked;
    private final List<Knock> advertised = new ArrayList<>();
    private Optional<Tls> tls = Optional.empty();
    private Optional<Finding> tlsFault = Optional.empty();
    private Finding login = Finding.skipped(LoginCheck.NAME, UNREACHABLE);

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
                address -> Knock.at(address, tls),
                patience.deadline().atMost(KNOCKING),
                address -> Knock.unheard(
                        address,
                        "nothing is heard of " + address + " within " + KNOCKING.toSeconds() + " s",
                        "look at the DNS, and for a firewall between"));
    }

    /** What the cluster answers; empty if there is nobody to ask. */
    Optional<ClusterFacts> ask(List<String> topics, Optional<Inquiry.Names> names) {
        if (asked.stream().noneMatch(Knock::answered)) {
            return Optional.empty();
        }
        try (Admin admin = Admin.create(hasty(client))) {
            Inquiry inquiry = new Inquiry(admin, clock, patience.deadline().atMost(Duration.ofSeconds(9)));
            ClusterFacts facts = inquiry.ask(topics, names);
            login = LoginCheck.examine(client, facts);
            facts.identity().value().ifPresent(identity -> advertised.addAll(knock(further(identity.nodes()))));
            admin.close(Duration.ZERO); // nothing is left to wait for
            return Optional.of(facts);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            login = Finding.failed(
                    LoginCheck.NAME,
                    "the settings of the Kafka clients cannot be used: " + Text.of(cause),
                    "correct the settings under kafka.");
            return Optional.empty();
        }
    }

    private List<BrokerAddress> further(List<Node> nodes) {
        List<BrokerAddress> known = asked.stream().map(Knock::address).toList();
        return nodes.stream()
                .map(BrokerAddress::of)
                .filter(address -> !known.contains(address))
                .toList();
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
    List<Finding> findings() {
        Finding brokers = tlsFault.isPresent()
                ? Finding.skipped(BrokersCheck.NAME, "nobody was asked: see tls")
                : Patience.guarded(BrokersCheck.NAME, () -> BrokersCheck.examine(faulty, asked, advertised));
        return List.of(brokers, tlsFault.orElseGet(() -> Patience.guarded(TlsCheck.NAME, this::tls)), login);
    }

    private Finding tls() {
        if (tls.isEmpty()) {
            return Finding.skipped(TlsCheck.NAME, "not asked for by kafka.security.protocol");
        }
        List<Knock> all = new ArrayList<>(asked);
        all.addAll(advertised);
        List<X509Certificate> own = tls.get().ownCertificates();
        return new TlsCheck(clock).examine(all, own);
    }
}
