package dev.twinset.worker.preflight.connection;

import dev.twinset.worker.preflight.cluster.ClusterState;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Text;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Whether the brokers accept the login, and answer. Never prints the user name: it is kept with the secrets. */
public final class LoginCheck {
    public static final String NAME = "login";

    private LoginCheck() {}

    static Finding examine(Map<String, Object> client, ClusterState state) {
        String protocol = String.valueOf(client.getOrDefault("security.protocol", "PLAINTEXT"))
                .toUpperCase(Locale.ROOT);
        String mechanism =
                protocol.startsWith("SASL") ? " with " + client.getOrDefault("sasl.mechanism", "GSSAPI") : ", no login";
        if (state.isKnown()) {
            return new Finding.Notes(NAME).finding(protocol + mechanism);
        }
        Throwable why = state.identity().failure().orElseThrow();
        if (why instanceof SslAuthenticationException) {
            return Finding.unknown(NAME, "the handshake fails: see tls");
        }
        if (why instanceof AuthenticationException) {
            return Finding.failed(
                    NAME,
                    "the brokers refuse the login by " + protocol + mechanism + ": " + Text.of(why),
                    "correct kafka.sasl.mechanism, or the user and password: docs/security.md");
        }
        boolean silent =
                why instanceof TimeoutException || why instanceof org.apache.kafka.common.errors.TimeoutException;
        return Finding.failed(
                NAME,
                silent
                        ? "a broker accepts the connection, but does not answer a request in time (" + protocol
                                + mechanism + ")"
                        : "the brokers cannot be asked: " + Text.of(why),
                silent
                        ? "check kafka.security.protocol and kafka.sasl.mechanism, and look at the brokers' logs"
                        : "correct the settings under kafka.");
    }
}
