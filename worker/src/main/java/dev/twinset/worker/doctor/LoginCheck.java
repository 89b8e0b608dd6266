package dev.twinset.worker.doctor;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Whether the brokers take us for who we say we are, and answer. Names no user: it stands among the secrets. */
final class LoginCheck {
    static final String NAME = "login";

    private LoginCheck() {}

    static Finding examine(Map<String, Object> client, ClusterFacts facts) {
        String protocol = String.valueOf(client.getOrDefault("security.protocol", "PLAINTEXT"))
                .toUpperCase(Locale.ROOT);
        String mechanism =
                protocol.startsWith("SASL") ? " with " + client.getOrDefault("sasl.mechanism", "GSSAPI") : ", no login";
        if (facts.isKnown()) {
            return new Finding.Notes(NAME).finding(protocol + mechanism);
        }
        Throwable why = facts.identity().failure().orElseThrow();
        if (why instanceof SslAuthenticationException) {
            return Finding.skipped(NAME, "the handshake fails: see tls");
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
                        ? "a broker takes the connection, but does not answer a question in time (" + protocol
                                + mechanism + ")"
                        : "the brokers cannot be asked: " + Text.of(why),
                silent
                        ? "check kafka.security.protocol and kafka.sasl.mechanism, and look at the brokers' logs"
                        : "correct the settings under kafka.");
    }
}
