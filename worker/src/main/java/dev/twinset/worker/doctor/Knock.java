package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.doctor.Tls.Presented;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a broker's address does when somebody knocks: name, connection, TLS, and the one request that every Kafka
 * answers anybody (ApiVersions, version 0, <a href="https://kafka.apache.org/protocol">protocol</a>).
 *
 * @param problem why no Kafka answers there; empty if one does
 * @param tlsProblem whether that is a matter of TLS
 * @param presented what it showed for a certificate; empty without TLS
 * @param versions of each request that it understands the newest
 */
record Knock(
        BrokerAddress address,
        Optional<Problem> problem,
        boolean tlsProblem,
        Optional<Presented> presented,
        Map<Integer, Integer> versions) {
    private static final int TIMEOUT_MILLIS = 2_500;
    private static final int API_VERSIONS = 18;
    private static final int CORRELATION = 0x7e57;
    private static final int MAX_REPLY = 1 << 16;
    private static final int TLS_ALERT = 0x15;
    private static final int HTTP = 0x48545450;

    Knock {
        requireNonNull(address, "address is null");
        versions = Map.copyOf(versions);
    }

    boolean answered() {
        return problem.isEmpty();
    }

    /** Takes a few seconds at most, but for the system's own patience with names. */
    static Knock at(BrokerAddress address, Optional<Tls> tls) {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(address.host());
        } catch (UnknownHostException e) {
            return unheard(
                    address,
                    "this machine knows no host " + address.host(),
                    "correct kafka.bootstrap.servers, or look at the DNS");
        }
        try (Socket socket = connect(found, address.port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return tls.isPresent() ? tls.get().knock(address, socket) : plain(address, socket);
        } catch (ConnectException e) {
            return unheard(
                    address,
                    "nothing listens at " + address + " (" + Text.of(e) + ")",
                    "start a broker there (./twinset broker starts one), or correct kafka.bootstrap.servers");
        } catch (SocketTimeoutException | NoRouteToHostException e) {
            return unheard(
                    address,
                    address + " does not answer (" + Text.of(e) + ")",
                    "look for a firewall between, or correct kafka.bootstrap.servers");
        } catch (IOException e) {
            return unheard(address, address + ": " + Text.of(e), "look at the network");
        }
    }

    /** Asks for the versions over a connection that may be encrypted. */
    static Map<Integer, Integer> versions(Socket socket) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(10); // bytes that follow
        out.writeShort(API_VERSIONS);
        out.writeShort(0); // version
        out.writeInt(CORRELATION);
        out.writeShort(-1); // no client id
        out.flush();
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int size = in.readInt();
        if (size < 10 || size > MAX_REPLY) {
            throw new ForeignProtocolException(size);
        }
        if (in.readInt() != CORRELATION) {
            throw new ForeignProtocolException(size);
        }
        in.readShort(); // error code
        Map<Integer, Integer> versions = new HashMap<>();
        for (int left = Math.min(in.readInt(), size / 6); left > 0; left--) {
            int request = in.readShort();
            in.readShort(); // the oldest
            versions.put(request, (int) in.readShort());
        }
        return versions;
    }

    private static Knock plain(BrokerAddress address, Socket socket) throws IOException {
        String remedy = "correct kafka.bootstrap.servers; if that listener uses TLS, set kafka.security.protocol=SSL or"
                + " SASL_SSL";
        try {
            return new Knock(address, Optional.empty(), false, Optional.empty(), versions(socket));
        } catch (ForeignProtocolException e) {
            return unheard(address, address + " " + e.getMessage() + ", not Kafka's protocol", remedy);
        } catch (EOFException | SocketException e) {
            return unheard(address, address + " hangs up at Kafka's first request", remedy);
        } catch (SocketTimeoutException e) {
            return unheard(
                    address, address + " takes connections, but does not answer Kafka's first request", remedy);
        }
    }

    private static Socket connect(InetAddress[] found, int port) throws IOException {
        IOException last = new IOException("the name has no address");
        for (InetAddress one : found) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(one, port), TIMEOUT_MILLIS / found.length);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    static Knock unheard(BrokerAddress address, String what, String remedy) {
        return new Knock(
                address, Optional.of(new Problem(State.FAIL, what, remedy)), false, Optional.empty(), Map.of());
    }

    /** The first bytes are no reply of Kafka's. */
    static final class ForeignProtocolException extends IOException {
        private static final long serialVersionUID = 1;

        ForeignProtocolException(int firstBytes) {
            super(
                    firstBytes == HTTP
                            ? "answers as a web server does"
                            : firstBytes >>> 24 == TLS_ALERT
                                    ? "answers with an alert of TLS"
                                    : "speaks something else");
        }
    }
}
