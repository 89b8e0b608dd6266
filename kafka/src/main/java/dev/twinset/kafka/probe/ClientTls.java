package dev.twinset.kafka.probe;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a Kafka client of these settings speaks it.
 *
 * @param nameCheck algorithm that compares the broker's host with its certificate; empty for none
 * @param ownChain the certificates that it shows, its own first; empty if it has none
 */
public record ClientTls(SSLContext context, String nameCheck, List<X509Certificate> ownChain) {
    public ClientTls {
        requireNonNull(context, "context is null");
        requireNonNull(nameCheck, "nameCheck is null");
        ownChain = List.copyOf(ownChain);
    }

    /** @throws KafkaException if the stores cannot be read or the settings are wrong */
    public static ClientTls of(Map<String, ?> client) {
        Map<String, ?> settings = new AdminClientConfig(client).values();
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(settings);
            @Nullable Object check = settings.get("ssl.endpoint.identification.algorithm");
            @Nullable KeyStore keys = factory.keystore();
            return new ClientTls(
                    factory.sslContext(),
                    check == null ? "" : check.toString(),
                    keys == null ? List.of() : chain(keys));
        }
    }

    /** Without a look at the trust store; empty, too, if the key store cannot be read. */
    public static List<X509Certificate> ownChain(Map<String, ?> client) {
        try {
            return of(client).ownChain();
        } catch (KafkaException e) {
            return List.of();
        }
    }

    private static List<X509Certificate> chain(KeyStore store) {
        try {
            for (String alias : Collections.list(store.aliases())) {
                Certificate[] chain = store.getCertificateChain(alias);
                if (chain != null) {
                    return Stream.of(chain)
                            .filter(X509Certificate.class::isInstance)
                            .map(X509Certificate.class::cast)
                            .toList();
                }
            }
            return List.of();
        } catch (GeneralSecurityException e) {
            throw new KafkaException("the key store cannot be read: " + e.getMessage(), e);
        }
    }

    SSLSocket handshake(BrokerAddress address, Socket over) throws IOException {
        return handshake(context, nameCheck, address, over);
    }

    static SSLSocket handshake(SSLContext context, String nameCheck, BrokerAddress address, Socket over)
            throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(over, address.host(), address.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(nameCheck);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
