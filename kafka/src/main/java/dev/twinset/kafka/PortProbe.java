package dev.twinset.kafka;

import static java.util.Objects.requireNonNull;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Finds out what a broker's port speaks, which Kafka's client cannot tell: a client without TLS reads the alert of a
 * TLS port as the length of a huge answer, and a TLS client at a plaintext port is hung up on, again and again.
 *
 * <p>No secret is sent, and what is received is believed for a message to a person alone.
 */
final class PortProbe {
    private static final short API_VERSIONS = 18;
    private static final short SASL_HANDSHAKE = 17;
    private static final int CORRELATION = 7;
    private static final int TLS_ALERT = 0x15;
    private static final short UNSUPPORTED_MECHANISM = 33;
    private static final int MAX_ANSWER = 1 << 20;

    private final String address;
    private final String host;
    private final int port;
    private final int millis;

    /** @param address {@code host:port} */
    PortProbe(String address, Duration patience) {
        int colon = address.lastIndexOf(':');
        this.address = address;
        this.host = address.substring(0, Math.max(colon, 0)).replaceAll("^\\[|]$", "");
        this.port = Integer.parseInt(address.substring(colon + 1).strip());
        this.millis = (int) patience.toMillis();
    }

    /**
     * Whether somebody listens who answers as TLS does, and not as Kafka. A port that speaks no TLS notices nothing.
     */
    boolean speaksTls() throws IOException {
        try (Socket socket = connect()) {
            return answersWithAlert(socket);
        }
    }

    private static boolean answersWithAlert(Socket socket) throws IOException {
        socket.getOutputStream().write(request(API_VERSIONS, (short) 0, new byte[0]));
        try {
            return new DataInputStream(socket.getInputStream()).readUnsignedByte() == TLS_ALERT;
        } catch (EOFException | SocketTimeoutException e) {
            return false;
        }
    }

    /** @param presumeTls what to try first; the other is tried when this fails */
    Port look(boolean presumeTls) throws IOException {
        if (presumeTls) {
            try {
                return encrypted();
            } catch (SSLException | EOFException | java.net.SocketException e) {
                return plain();
            }
        }
        return speaksTls() ? encrypted() : plain();
    }

    private Port plain() throws IOException {
        try (Socket socket = connect()) {
            return new Port(address, false, login(socket), List.of());
        }
    }

    private Port encrypted() throws IOException {
        try (Socket socket = connect();
                SSLSocket tls = (SSLSocket) trustingAll().getSocketFactory().createSocket(socket, host, port, true)) {
            tls.startHandshake();
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate : tls.getSession().getPeerCertificates()) {
                chain.add((X509Certificate) certificate);
            }
            return new Port(address, true, loginOrNone(tls), chain);
        }
    }

    /** A port that wants a certificate of ours says so only now. */
    private static Login loginOrNone(Socket socket) {
        try {
            return login(socket);
        } catch (IOException e) {
            return Login.UNKNOWN;
        }
    }

    /** Asks for a mechanism that there is not: whoever has some tells which. */
    private static Login login(Socket socket) throws IOException {
        socket.getOutputStream().write(request(SASL_HANDSHAKE, (short) 1, text("?")));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int size = in.readInt();
        if (size < 6 || size > MAX_ANSWER || in.readInt() != CORRELATION) {
            return Login.UNKNOWN;
        }
        return in.readShort() == UNSUPPORTED_MECHANISM ? Login.WANTED : Login.NONE;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(millis);
            socket.connect(new InetSocketAddress(host, port), millis);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** A request of Kafka's protocol, header version 1. */
    private static byte[] request(short api, short version, byte[] body) {
        byte[] client = text("twinset-probe");
        int size = Short.BYTES + Short.BYTES + Integer.BYTES + client.length + body.length;
        return ByteBuffer.allocate(Integer.BYTES + size)
                .putInt(size)
                .putShort(api)
                .putShort(version)
                .putInt(CORRELATION)
                .put(client)
                .put(body)
                .array();
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    private static SSLContext trustingAll() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Onlooker()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** {@code host:port} of a list with commas, in its order; what is no address is left out. */
    static List<String> addresses(String bootstrapServers) {
        return Arrays.stream(bootstrapServers.split(",", -1))
                .map(String::strip)
                .filter(address -> address.matches(".+:\\d{1,5}"))
                .toList();
    }

    /** Whether a port wants a user to log in by SASL. */
    enum Login {
        WANTED,
        NONE,
        UNKNOWN
    }

    /** @param chain the broker's certificates, its own first; empty without TLS */
    record Port(String address, boolean tls, Login login, List<X509Certificate> chain) {
        Port {
            requireNonNull(address, "address is null");
            requireNonNull(login, "login is null");
            chain = List.copyOf(chain);
        }

        /** The protocol that fits, as far as the port has told. */
        Optional<String> protocol() {
            return switch (login) {
                case WANTED -> Optional.of(tls ? "SASL_SSL" : "SASL_PLAINTEXT");
                case NONE -> Optional.of(tls ? "SSL" : "PLAINTEXT");
                case UNKNOWN -> Optional.empty();
            };
        }
    }
}
