package dev.twinset.kafka.errors;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.probe.BrokerAddress;
import dev.twinset.kafka.probe.BrokerProbe;
import dev.twinset.kafka.probe.Certificates;
import dev.twinset.kafka.probe.ClientTls;
import dev.twinset.kafka.probe.Fault;
import dev.twinset.kafka.probe.ListenerProtocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one set of client settings gets into Kafka: each refusal in one sentence that says what, where and what to do,
 * and never a secret. May open connections of its own to find out why; any thread may call.
 */
public final class KafkaErrors {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaErrors.class);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    /** Addresses that are probed: a person waits for the answer. */
    private static final int MOST_PROBES = 3;

    private final Map<String, ?> settings;
    private final String prefix;
    private final Clock clock;

    /**
     * @param settings of a Kafka client, secrets resolved
     * @param prefix before the names of settings where the user writes them, such as {@code kafka.}
     */
    public KafkaErrors(Map<String, ?> settings, String prefix, Clock clock) {
        this.settings = Map.copyOf(settings);
        this.prefix = requireNonNull(prefix, "prefix is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Why no client should be made: without TLS it would read a TLS port's first answer as one of hundreds of
     * megabytes, and allocate that. Empty if all is well, or no broker answers.
     */
    public Optional<String> misfit() {
        if (encrypts()) {
            return Optional.empty();
        }
        // if no broker answers, the client reports it
        return first(address -> probe().speaksTls(address)
                        ? Optional.of(probe().listener(address, true))
                        : Optional.<ListenerProtocol>empty())
                .flatMap(listener -> listener)
                .map(this::mismatch);
    }

    private String mismatch(ListenerProtocol listener) {
        Fault fault = listener.mismatch(prefix + "security.protocol", protocol());
        return fault.what() + ": " + fault.remedy();
    }

    /** Whether somebody takes connections at one of the addresses: brokers that do not answer are slow, not absent. */
    public boolean isListening() {
        return first(address -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(
                                new InetSocketAddress(address.host(), address.port()), (int) PROBE_TIMEOUT.toMillis());
                        return true;
                    }
                })
                .isPresent();
    }

    /** Whether trying again is pointless until a password, a certificate or a right changes. */
    public static boolean isRefusal(Throwable failure) {
        return Causes.first(failure, AuthenticationException.class).isPresent()
                || Causes.first(failure, AuthorizationException.class).isPresent()
                // how a transaction manager reports some missing rights
                || Causes.anySays(failure, text -> text.endsWith("authorization failed."));
    }

    /**
     * The sentence for a failure; empty if it has nothing to do with getting in.
     *
     * @param needed rights that may be missing: brokers do not always say which one is
     */
    public Optional<String> explain(Throwable failure, List<Right> needed) {
        Optional<AuthorizationException> unauthorized = Causes.first(failure, AuthorizationException.class);
        if (unauthorized.isPresent()) {
            return Optional.of(lacking(MissingRights.of(unauthorized.get(), needed)));
        }
        Optional<AuthenticationException> unauthenticated = Causes.first(failure, AuthenticationException.class);
        if (unauthenticated.isPresent()) {
            return Optional.of(unauthenticated(unauthenticated.get()));
        }
        Optional<String> setting = new SettingFaults(settings, prefix).explain(failure);
        if (setting.isPresent()) {
            return setting;
        }
        boolean timeout = Causes.first(failure, TimeoutException.class).isPresent()
                || Causes.first(failure, java.util.concurrent.TimeoutException.class)
                        .isPresent();
        return timeout ? mismatch() : Optional.empty();
    }

    /** The sentence for rights that are known to be missing. */
    public String lacking(List<Right> rights) {
        Right first = rights.get(0);
        return "the Kafka at " + servers() + " refuses " + principal() + " the right "
                + rights.stream().map(Right::toString).collect(Collectors.joining(", ")) + "; its owner gives "
                + (rights.size() == 1 ? "it" : "the first") + " with kafka-acls.sh --bootstrap-server " + servers()
                + " --add --allow-principal '" + principal() + "' " + first.options()
                + " (docs/security.md lists all that are needed)";
    }

    private String unauthenticated(AuthenticationException failure) {
        String where = "the Kafka at " + servers() + " ";
        if (failure instanceof SslAuthenticationException) {
            List<ListenerProtocol> listeners = listeners();
            return listeners.stream()
                    .filter(listener -> !listener.tls())
                    .findFirst()
                    .map(this::mismatch)
                    .orElseGet(() -> where + handshake(failure, listeners));
        }
        if (failure instanceof UnsupportedSaslMechanismException) {
            return where + "takes another login: " + failure.getMessage() + "; set " + prefix
                    + "sasl.mechanism to one that is enabled";
        }
        if (failure instanceof IllegalSaslStateException) {
            return mismatch().orElseGet(() -> where + "accepts no SASL login: " + failure.getMessage());
        }
        if (failure instanceof SaslAuthenticationException && mechanism().matches("PLAIN|SCRAM-.*")) {
            return where + "refuses " + principal() + ": the password is wrong, or there is no such user ("
                    + mechanism() + "); check " + prefix + "sasl.username and " + prefix
                    + "sasl.password.file, or the " + prefix + "sasl.jaas.config that holds both";
        }
        return where + "refuses " + principal() + ": " + failure.getMessage();
    }

    private String handshake(Throwable failure, List<ListenerProtocol> listeners) {
        Fault fault = new TlsDiagnosis(settings, prefix, clock).explain(failure, listeners);
        return fault.what() + "; " + fault.remedy();
    }

    /** Why a broker that is there does not answer: it speaks something else. */
    private Optional<String> mismatch() {
        return first(address -> probe().listener(address, encrypts()))
                .filter(listener -> !listener.fits(protocol()))
                .map(this::mismatch);
    }

    /** Brokers have a certificate each: the one that a handshake failed for may be any of theirs. */
    private List<ListenerProtocol> listeners() {
        return addresses()
                .flatMap(address -> attempt(address, at -> probe().listener(at, true)).stream())
                .toList();
    }

    /** From the first address that answers. */
    private <T> Optional<T> first(Attempt<T> attempt) {
        return addresses()
                .flatMap(address -> attempt(address, attempt).stream())
                .findFirst();
    }

    private Stream<BrokerAddress> addresses() {
        return BrokerAddress.split(servers()).stream()
                .flatMap(word -> BrokerAddress.parse(word).stream())
                .limit(MOST_PROBES);
    }

    private static <T> Optional<T> attempt(BrokerAddress address, Attempt<T> attempt) {
        try {
            return Optional.of(attempt.at(address));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("probe of {} failed: {}", address, e.toString()); // the next may be up
            return Optional.empty();
        }
    }

    private interface Attempt<T> {
        T at(BrokerAddress address) throws IOException;
    }

    private BrokerProbe probe() {
        return new BrokerProbe(settings, prefix, PROBE_TIMEOUT);
    }

    /** As who the brokers see this client, unless they map names: {@code User:worker}. */
    public String principal() {
        Optional<String> name = protocol().startsWith("SASL")
                ? Optional.of(user().orElse("(unknown)"))
                : encrypts()
                        ? ClientTls.ownChain(settings).stream().findFirst().map(Certificates::subject)
                        : Optional.empty();
        return "User:" + name.orElse("ANONYMOUS");
    }

    private Optional<String> user() {
        try {
            Map<String, ?> parsed = new AdminClientConfig(settings).values();
            return JaasContext.loadClientContext(parsed).configurationEntries().stream()
                    .map(login -> login.getOptions().get("username"))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .findFirst();
        } catch (RuntimeException e) {
            return Optional.empty(); // the client reports an unusable login
        }
    }

    private String servers() {
        return text("bootstrap.servers", "?");
    }

    private String protocol() {
        return text("security.protocol", "PLAINTEXT").toUpperCase(Locale.ROOT);
    }

    private boolean encrypts() {
        return protocol().endsWith("SSL");
    }

    private String mechanism() {
        return text("sasl.mechanism", "GSSAPI");
    }

    private String text(String name, String otherwise) {
        @Nullable Object value = settings.get(name);
        return value == null ? otherwise : String.valueOf(value);
    }
}
