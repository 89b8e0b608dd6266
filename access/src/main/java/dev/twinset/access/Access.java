package dev.twinset.access;

import static java.util.Objects.requireNonNull;

import dev.twinset.access.PortProbe.Port;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How one set of client settings gets into Kafka: each refusal in one sentence that says what, where and what to do,
 * and never a secret. May open connections of its own to find out why; any thread may call.
 */
public final class Access {
    private static final Logger LOG = LoggerFactory.getLogger(Access.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, ?> settings;
    private final String prefix;
    private final Clock clock;

    /**
     * @param settings of a Kafka client, secrets resolved
     * @param prefix before the names of settings where the user writes them, such as {@code kafka.}
     */
    public Access(Map<String, ?> settings, String prefix, Clock clock) {
        this.settings = Map.copyOf(settings);
        this.prefix = requireNonNull(prefix, "prefix is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * Why no client should be made: without TLS it would take a TLS port's first answer for one of hundreds of
     * megabytes, and make room for it. Empty if all is well, or nobody answers.
     */
    public Optional<String> misfit() {
        if (encrypts()) {
            return Optional.empty();
        }
        // the client will say that nobody answers, if nobody does
        return ports(probe -> probe.speaksTls() ? Optional.of(probe.look(true)) : Optional.<Port>empty())
                .flatMap(port -> port)
                .map(this::misfit);
    }

    private String misfit(Port port) {
        return "the port " + port.address() + (port.tls() ? " speaks TLS" : " speaks no TLS")
                + switch (port.login()) {
                    case WANTED -> " and wants a user to log in";
                    case NONE -> " and lets nobody log in by SASL";
                    case UNKNOWN -> "";
                }
                + ", but " + prefix + "security.protocol is " + protocol() + ": set it to "
                + port.protocol().orElse(port.tls() ? "SSL or SASL_SSL" : "PLAINTEXT or SASL_PLAINTEXT")
                + ", or use the address of another listener";
    }

    /** Whether trying again is of no use until somebody changes a password, a certificate or a right. */
    public static boolean isRefusal(Throwable failure) {
        return Causes.first(failure, AuthenticationException.class).isPresent()
                || Causes.first(failure, AuthorizationException.class).isPresent()
                // how a transaction's manager tells of some rights
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
            return Optional.of(lacking(missing(unauthorized.get(), needed)));
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

    private static List<Right> missing(AuthorizationException failure, List<Right> needed) {
        if (failure instanceof TopicAuthorizationException topics
                && !topics.unauthorizedTopics().isEmpty()) {
            return topics.unauthorizedTopics().stream()
                    .sorted()
                    .flatMap(topic -> among(needed, ResourceType.TOPIC, topic).stream())
                    .toList();
        }
        if (failure instanceof GroupAuthorizationException group && group.groupId() != null) {
            return among(needed, ResourceType.GROUP, group.groupId());
        }
        ResourceType resource = failure instanceof TransactionalIdAuthorizationException
                ? ResourceType.TRANSACTIONAL_ID
                : failure instanceof ClusterAuthorizationException ? ResourceType.CLUSTER : ResourceType.TOPIC;
        List<Right> fitting =
                needed.stream().filter(right -> right.resource() == resource).toList();
        return fitting.isEmpty() ? List.of(new Right(AclOperation.DESCRIBE, resource, "*")) : fitting;
    }

    private static List<Right> among(List<Right> needed, ResourceType resource, String name) {
        List<Right> fitting = needed.stream()
                .filter(right -> right.resource() == resource && right.name().equals(name))
                .toList();
        return fitting.isEmpty() ? List.of(new Right(AclOperation.DESCRIBE, resource, name)) : fitting;
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
            Optional<Port> port = look();
            if (port.isPresent() && !port.get().tls()) {
                return misfit(port.get());
            }
            return where + new TlsFaults(settings, prefix, clock).explain(failure, port);
        }
        if (failure instanceof UnsupportedSaslMechanismException) {
            return where + "takes another login: " + failure.getMessage() + "; set " + prefix
                    + "sasl.mechanism to one that is enabled";
        }
        if (failure instanceof IllegalSaslStateException) {
            return mismatch().orElseGet(() -> where + "lets nobody log in by SASL: " + failure.getMessage());
        }
        if (failure instanceof SaslAuthenticationException && mechanism().matches("PLAIN|SCRAM-.*")) {
            return where + "refuses " + principal() + ": the password is wrong, or there is no such user ("
                    + mechanism() + "); check " + prefix + "sasl.username and " + prefix
                    + "sasl.password.file, or the " + prefix + "sasl.jaas.config that holds both";
        }
        return where + "refuses " + principal() + ": " + failure.getMessage();
    }

    /** Why a broker that is there does not answer: it speaks something else. */
    private Optional<String> mismatch() {
        return look().filter(port -> port.tls() != encrypts()
                        || !port.protocol().orElse(protocol()).equals(protocol()))
                .map(this::misfit);
    }

    private Optional<Port> look() {
        return ports(probe -> probe.look(encrypts()));
    }

    /** From the first address at which somebody answers. */
    private <T> Optional<T> ports(Look<T> look) {
        for (String address : PortProbe.addresses(servers())) {
            try {
                return Optional.of(look.at(new PortProbe(address, PATIENCE)));
            } catch (IOException | IllegalArgumentException e) {
                LOG.debug("no look at {}: {}", address, e.toString()); // the next may be up
            }
        }
        return Optional.empty();
    }

    private interface Look<T> {
        T at(PortProbe probe) throws IOException;
    }

    /** As who the brokers see this client, unless they map names: {@code User:worker}. */
    public String principal() {
        if (protocol().startsWith("SASL")) {
            return "User:" + user().orElse("(unknown)");
        }
        return encrypts()
                ? Certificates.own(settings).stream()
                        .findFirst()
                        .map(certificate -> "User:" + Certificates.subject(certificate))
                        .orElse("User:ANONYMOUS")
                : "User:ANONYMOUS";
    }

    private Optional<String> user() {
        try {
            return JaasContext.loadClientContext(new AdminClientConfig(settings).values())
                    .configurationEntries()
                    .stream()
                    .map(login -> login.getOptions().get("username"))
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .findFirst();
        } catch (RuntimeException e) {
            return Optional.empty(); // an unusable login is told by the client
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
