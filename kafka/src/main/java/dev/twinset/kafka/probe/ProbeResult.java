package dev.twinset.kafka.probe;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of probing one broker address: name, connection, TLS, and the first requests of Kafka's protocol.
 *
 * @param fault why no Kafka answers there, a failed handshake aside; empty if one does
 * @param handshake empty without TLS
 * @param versions the newest supported version of each request
 * @param brokers the addresses that it advertises; empty if it tells them only after a login
 */
public record ProbeResult(
        BrokerAddress address,
        Optional<Fault> fault,
        Optional<Handshake> handshake,
        Map<Integer, Integer> versions,
        List<BrokerAddress> brokers) {
    public ProbeResult {
        requireNonNull(address, "address is null");
        requireNonNull(fault, "fault is null");
        requireNonNull(handshake, "handshake is null");
        versions = Map.copyOf(versions);
        brokers = List.copyOf(brokers);
    }

    /**
     * A TLS handshake by the client's own settings.
     *
     * @param chain the broker's certificates, its own first
     * @param failure why it failed; empty if it did not
     */
    public record Handshake(List<X509Certificate> chain, Optional<IOException> failure) {
        public Handshake {
            chain = List.copyOf(chain);
            requireNonNull(failure, "failure is null");
        }
    }

    public static ProbeResult failed(BrokerAddress address, String what, String remedy) {
        return failed(address, new Fault(what, remedy));
    }

    static ProbeResult failed(BrokerAddress address, Fault fault) {
        return new ProbeResult(address, Optional.of(fault), Optional.empty(), Map.of(), List.of());
    }

    static ProbeResult refused(BrokerAddress address, List<X509Certificate> chain, IOException failure) {
        Handshake handshake = new Handshake(chain, Optional.of(failure));
        return new ProbeResult(address, Optional.empty(), Optional.of(handshake), Map.of(), List.of());
    }

    /** Whether it speaks TLS, but not with a client of these settings. */
    public boolean handshakeFailed() {
        return handshake.flatMap(Handshake::failure).isPresent();
    }

    public boolean answered() {
        return fault.isEmpty() && !handshakeFailed();
    }
}
