package dev.twinset.kafka.probe;

import static java.util.Objects.requireNonNull;

import dev.twinset.kafka.probe.KafkaProtocol.ForeignProtocolException;
import dev.twinset.kafka.probe.ListenerProtocol.Login;
import dev.twinset.kafka.probe.ProbeResult.Handshake;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Finds out what answers at a broker's address, which Kafka's client cannot tell: a client without TLS reads the alert
 * of a TLS port as the length of a huge answer, and a TLS client at a plaintext port is disconnected again and again.
 *
 * <p>A probe with a foreign certificate sends no secret, and what it receives only goes into a message to a person. Any
 * thread may call.
 */
public final class BrokerProbe {
    private final String protocol;
    private final String servers;
    private final String setting;
    private final int millis;

    /**
     * @param settings of a Kafka client
     * @param prefix before the names of settings where the user writes them, such as {@code kafka.}
     * @param timeout of each step
     */
    public BrokerProbe(Map<String, ?> settings, String prefix, Duration timeout) {
        Object wanted = settings.get("security.protocol");
        this.protocol = wanted == null ? "PLAINTEXT" : wanted.toString().toUpperCase(Locale.ROOT);
        this.servers = requireNonNull(prefix, "prefix is null") + "bootstrap.servers";
        this.setting = prefix + "security.protocol";
        this.millis = (int) timeout.toMillis();
    }

    /** Whether the listener answers in TLS and not in Kafka's protocol. */
    public boolean speaksTls(BrokerAddress address) throws IOException {
        try (Socket socket = connect(address)) {
            KafkaProtocol.versions(socket);
            return false;
        } catch (ForeignProtocolException e) {
            return e.isTls();
        } catch (EOFException | SocketTimeoutException e) {
            return false;
        }
    }

    /** @param presumeTls what to try first; the other is tried when this fails */
    public ListenerProtocol listener(BrokerAddress address, boolean presumeTls) throws IOException {
        if (!presumeTls) {
            return speaksTls(address) ? encrypted(address) : plain(address);
        }
        try {
            return encrypted(address);
        } catch (SSLException | EOFException | SocketException e) {
            return plain(address);
        }
    }

    private ListenerProtocol plain(BrokerAddress address) throws IOException {
        try (Socket socket = connect(address)) {
            Login login = KafkaProtocol.wantsLogin(socket) ? Login.WANTED : Login.NONE;
            return new ListenerProtocol(address, false, login, List.of());
        } catch (ForeignProtocolException e) {
            return new ListenerProtocol(address, false, Login.UNKNOWN, List.of());
        }
    }

    private ListenerProtocol encrypted(BrokerAddress address) throws IOException {
        CertificateCapture capture = new CertificateCapture();
        try (Socket socket = connect(address);
                SSLSocket tls = ClientTls.handshake(capture.context(), "", address, socket)) {
            return new ListenerProtocol(address, true, login(tls), capture.chain());
        }
    }

    /** A listener that wants our certificate refuses only now. */
    private static Login login(Socket socket) {
        try {
            return KafkaProtocol.wantsLogin(socket) ? Login.WANTED : Login.NONE;
        } catch (IOException e) {
            return Login.UNKNOWN;
        }
    }

    /** Takes a few timeouts at most, and what the system takes to look up the name. */
    public ProbeResult probe(BrokerAddress address, Optional<ClientTls> tls) {
        try (Socket socket = connect(address)) {
            return tls.isPresent() ? probeTls(address, socket, tls.get()) : probePlain(address, socket);
        } catch (UnknownHostException e) {
            return ProbeResult.failed(
                    address,
                    "this machine does not know the host " + address.host(),
                    "correct " + servers + ", or check the DNS");
        } catch (ConnectException e) {
            return ProbeResult.failed(
                    address,
                    "nothing listens at " + address + " (" + reason(e) + ")",
                    "start a broker there (./twinset broker starts one), or correct " + servers);
        } catch (SocketTimeoutException | NoRouteToHostException e) {
            return ProbeResult.failed(
                    address,
                    address + " does not answer (" + reason(e) + ")",
                    "check for a firewall in between, or correct " + servers);
        } catch (IOException e) {
            return ProbeResult.failed(address, address + ": " + reason(e), "check the network");
        }
    }

    private static String reason(IOException e) {
        return Objects.requireNonNullElse(e.getMessage(), "the connection breaks");
    }

    private ProbeResult probePlain(BrokerAddress address, Socket socket) throws IOException {
        String remedy = "correct " + servers + "; if that listener uses TLS, set " + setting + " to SSL or SASL_SSL";
        try {
            return answered(address, socket, Optional.empty());
        } catch (ForeignProtocolException e) {
            return e.isTls()
                    ? mismatch(address, true)
                    : ProbeResult.failed(address, address + " " + e.getMessage() + ", not Kafka's protocol", remedy);
        } catch (SocketTimeoutException e) {
            return ProbeResult.failed(
                    address, address + " takes connections, but does not answer Kafka's first request", remedy);
        } catch (EOFException | SocketException e) {
            return ProbeResult.failed(address, address + " closes the connection at Kafka's first request", remedy);
        }
    }

    private ProbeResult probeTls(BrokerAddress address, Socket connection, ClientTls tls) throws IOException {
        List<X509Certificate> chain = capture(address);
        try (SSLSocket socket = tls.handshake(address, connection)) {
            // with client certificates a refusal may come only now
            return answered(address, socket, Optional.of(new Handshake(chain, Optional.empty())));
        } catch (SocketTimeoutException e) {
            return ProbeResult.failed(
                    address,
                    address + " takes connections, but does not answer a TLS handshake or Kafka's first request",
                    "correct " + servers + "; if that listener is not for TLS, set " + setting);
        } catch (SSLException | EOFException | SocketException e) {
            return chain.isEmpty() ? mismatch(address, false) : ProbeResult.refused(address, chain, e);
        } catch (ForeignProtocolException e) {
            return ProbeResult.failed(
                    address,
                    address + " " + e.getMessage() + " behind TLS, not Kafka's protocol",
                    "correct " + servers);
        }
    }

    /** The certificates, valid or not; empty if the handshake does not get that far. */
    private List<X509Certificate> capture(BrokerAddress address) throws IOException {
        CertificateCapture capture = new CertificateCapture();
        try (Socket socket = connect(address)) {
            ClientTls.handshake(capture.context(), "", address, socket).close();
        } catch (SSLException | EOFException | SocketException e) {
            return capture.chain(); // it may want our certificate, or not speak TLS: the real handshake shows it
        }
        return capture.chain();
    }

    private ProbeResult mismatch(BrokerAddress address, boolean tls) {
        ListenerProtocol listener;
        try {
            listener = tls ? encrypted(address) : plain(address);
        } catch (IOException e) {
            listener = new ListenerProtocol(address, tls, Login.UNKNOWN, List.of());
        }
        return ProbeResult.failed(address, listener.mismatch(setting, protocol));
    }

    /** Asks what may be asked before a login. */
    private ProbeResult answered(BrokerAddress address, Socket socket, Optional<Handshake> handshake)
            throws IOException {
        Map<Integer, Integer> versions = KafkaProtocol.versions(socket);
        List<BrokerAddress> brokers = protocol.startsWith("SASL") ? List.of() : brokers(socket);
        return new ProbeResult(address, Optional.empty(), handshake, versions, brokers);
    }

    /** If it does not answer, the clients find out. */
    private static List<BrokerAddress> brokers(Socket socket) {
        try {
            return KafkaProtocol.brokers(socket);
        } catch (IOException e) {
            return List.of();
        }
    }

    private Socket connect(BrokerAddress address) throws IOException {
        InetAddress[] found = InetAddress.getAllByName(address.host());
        IOException last = new UnknownHostException(address.host());
        for (InetAddress one : found) {
            Socket socket = new Socket();
            try {
                socket.setSoTimeout(millis);
                socket.connect(new InetSocketAddress(one, address.port()), millis / found.length);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }
}
