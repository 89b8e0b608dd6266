package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Handshakes as the worker's clients make them, with its key and trust stores, told apart: a first look takes any
 * certificate, only to see it, and sends nothing over that connection; the second one counts.
 */
final class Tls {
    private final SSLContext context;
    private final String nameCheck;
    private final @Nullable KeyStore keys;

    private Tls(SSLContext context, String nameCheck, @Nullable KeyStore keys) {
        this.context = context;
        this.nameCheck = nameCheck;
        this.keys = keys;
    }

    /**
     * What a broker showed.
     *
     * @param chain its certificates, its own first; empty if it came to none
     * @param failure why the handshake that counts failed; empty if it did not
     */
    record Presented(List<X509Certificate> chain, Optional<IOException> failure) {
        Presented {
            chain = List.copyOf(chain);
            requireNonNull(failure, "failure is null");
        }
    }

    /** Whether these settings of a client ask for TLS. */
    static boolean isWanted(Map<String, Object> client) {
        return String.valueOf(client.getOrDefault("security.protocol", "PLAINTEXT"))
                .toUpperCase(Locale.ROOT)
                .endsWith("SSL");
    }

    /** @throws KafkaException if the stores cannot be read or the settings are wrong */
    static Tls of(Map<String, Object> client) {
        Map<String, ?> settings = new AdminClientConfig(client).values();
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(settings);
            @Nullable Object check = settings.get("ssl.endpoint.identification.algorithm");
            return new Tls(factory.sslContext(), check == null ? "" : check.toString(), factory.keystore());
        }
    }

    /** The worker's own certificates. */
    List<X509Certificate> ownCertificates() {
        List<X509Certificate> own = new ArrayList<>();
        if (keys == null) {
            return own;
        }
        try {
            for (String alias : Collections.list(keys.aliases())) {
                Certificate[] chain = keys.getCertificateChain(alias);
                if (keys.isKeyEntry(alias) && chain != null && chain[0] instanceof X509Certificate first) {
                    own.add(first);
                }
            }
        } catch (GeneralSecurityException e) {
            throw new KafkaException("the key store cannot be read: " + Text.of(e), e);
        }
        return own;
    }

    /** @param connection open; used for the handshake that counts */
    Knock knock(BrokerAddress address, Socket connection, boolean login) throws IOException {
        List<X509Certificate> chain = look(address, connection);
        try (SSLSocket socket = handshake(context, nameCheck, address, connection)) {
            // with client certificates a refusal may come only now
            return Knock.heard(address, socket, login, Optional.of(new Presented(chain, Optional.empty())));
        } catch (SSLException | EOFException | SocketException e) {
            return failed(address, chain, e);
        } catch (Wire.ForeignProtocolException e) {
            return Knock.unheard(
                    address,
                    address + " " + e.getMessage() + " behind TLS, not Kafka's protocol",
                    "correct kafka.bootstrap.servers");
        } catch (SocketTimeoutException e) {
            return Knock.unheard(
                    address,
                    address + " takes connections, but does not answer a TLS handshake or Kafka's first request",
                    "correct kafka.bootstrap.servers; if that listener is not for TLS, set kafka.security.protocol");
        }
    }

    private static Knock failed(BrokerAddress address, List<X509Certificate> chain, IOException e) {
        if (chain.isEmpty()) {
            return Knock.unheard(
                    address,
                    address + " does not speak TLS (" + Text.of(e) + "), but kafka.security.protocol asks for it",
                    "set kafka.security.protocol to what that listener uses, or correct kafka.bootstrap.servers");
        }
        Problem problem = new Problem(State.FAIL, "the handshake with " + address + " fails", "see tls");
        return new Knock(
                address,
                Optional.of(problem),
                true,
                Optional.of(new Presented(chain, Optional.of(e))),
                Map.of(),
                List.of());
    }

    /** The certificates, whatever they are worth. Over a connection of its own, on which nothing is said. */
    private static List<X509Certificate> look(BrokerAddress address, Socket like) throws IOException {
        ChainRecorder recorder = new ChainRecorder();
        try (Socket socket = new Socket()) {
            socket.connect(like.getRemoteSocketAddress(), like.getSoTimeout());
            socket.setSoTimeout(like.getSoTimeout());
            SSLContext any = SSLContext.getInstance("TLS");
            any.init(null, new ChainRecorder[] {recorder}, null);
            handshake(any, "", address, socket).close();
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS: " + Text.of(e), e);
        } catch (SSLException | EOFException | SocketException e) {
            return recorder.chain(); // it may want our certificate, or speak no TLS: the handshake that counts tells
        }
        return recorder.chain();
    }

    private static SSLSocket handshake(SSLContext context, String nameCheck, BrokerAddress address, Socket over)
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
