package dev.twinset.kafka.probe;

import static java.util.Objects.requireNonNull;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a broker's listener speaks.
 *
 * @param chain the broker's certificates, its own first; empty without TLS
 */
public record ListenerProtocol(BrokerAddress address, boolean tls, Login login, List<X509Certificate> chain) {
    public ListenerProtocol {
        requireNonNull(address, "address is null");
        requireNonNull(login, "login is null");
        chain = List.copyOf(chain);
    }

    /** Whether it wants a user to log in by SASL. */
    public enum Login {
        WANTED(" and wants a user to log in"),
        NONE(" and accepts no SASL login"),
        UNKNOWN("");

        private final String words;

        Login(String words) {
            this.words = words;
        }
    }

    /** Whether a client of this security protocol may talk to it, as far as the listener has shown. */
    public boolean fits(String securityProtocol) {
        return tls == securityProtocol.endsWith("SSL")
                && protocol().map(securityProtocol::equals).orElse(true);
    }

    private Optional<String> protocol() {
        return switch (login) {
            case WANTED -> Optional.of(tls ? "SASL_SSL" : "SASL_PLAINTEXT");
            case NONE -> Optional.of(tls ? "SSL" : "PLAINTEXT");
            case UNKNOWN -> Optional.empty();
        };
    }

    /**
     * The fault of a client that does not fit.
     *
     * @param setting name of the setting where the user writes it, such as {@code kafka.security.protocol}
     */
    public Fault mismatch(String setting, String securityProtocol) {
        return new Fault(
                "the port " + address + (tls ? " speaks TLS" : " speaks no TLS") + login.words + ", but " + setting
                        + " is " + securityProtocol,
                "set it to " + protocol().orElse(tls ? "SSL or SASL_SSL" : "PLAINTEXT or SASL_PLAINTEXT")
                        + ", or use the address of another listener");
    }
}
