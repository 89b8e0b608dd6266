package dev.twinset.worker.doctor;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.doctor.Tls.Presented;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a broker's address does when somebody knocks: name, connection, TLS, and the first requests of Kafka's protocol.
 *
 * @param problem why no Kafka answers there; empty if one does
 * @param tlsProblem whether that is a matter of TLS
 * @param presented what it showed for a certificate; empty without TLS
 * @param versions of each request that it understands the newest
 * @param brokers where it sends its clients; empty if it tells that only after a login
 */
record Knock(
        BrokerAddress address,
        Optional<Problem> problem,
        boolean tlsProblem,
        Optional<Presented> presented,
        Map<Integer, Integer> versions,
        List<BrokerAddress> brokers) {

    Knock {
        requireNonNull(address, "address is null");
        versions = Map.copyOf(versions);
        brokers = List.copyOf(brokers);
    }

    boolean answered() {
        return problem.isEmpty();
    }

    /**
     * Takes a few seconds at most, but for the system's own patience with names.
     *
     * @param login whether a client logs in before it asks for more than versions
     * @param millis how long to wait for each step
     */
    static Knock at(BrokerAddress address, Optional<Tls> tls, boolean login, int millis) {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(address.host());
        } catch (UnknownHostException e) {
            return unheard(
                    address,
                    "this machine knows no host " + address.host(),
                    "correct kafka.bootstrap.servers, or look at the DNS");
        }
        try (Socket socket = connect(found, address.port(), millis)) {
            socket.setSoTimeout(millis);
            return tls.isPresent() ? tls.get().knock(address, socket, login) : plain(address, socket, login);
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

    private static Knock plain(BrokerAddress address, Socket socket, boolean login) throws IOException {
        String remedy = "correct kafka.bootstrap.servers; if that listener uses TLS, set kafka.security.protocol=SSL or"
                + " SASL_SSL";
        try {
            return heard(address, socket, login, Optional.empty());
        } catch (Wire.ForeignProtocolException e) {
            return unheard(address, address + " " + e.getMessage() + ", not Kafka's protocol", remedy);
        } catch (EOFException | SocketException e) {
            return unheard(address, address + " hangs up at Kafka's first request", remedy);
        } catch (SocketTimeoutException e) {
            return unheard(address, address + " takes connections, but does not answer Kafka's first request", remedy);
        }
    }

    private static Socket connect(InetAddress[] found, int port, int millis) throws IOException {
        IOException last = new IOException("the name has no address");
        for (InetAddress one : found) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(one, port), millis / found.length);
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
                address,
                Optional.of(new Problem(State.FAIL, what, remedy)),
                false,
                Optional.empty(),
                Map.of(),
                List.of());
    }

    /** Asks what may be asked over a connection that may be encrypted. */
    static Knock heard(BrokerAddress address, Socket socket, boolean login, Optional<Presented> presented)
            throws IOException {
        Map<Integer, Integer> versions = Wire.versions(socket);
        return new Knock(address, Optional.empty(), false, presented, versions, login ? List.of() : brokers(socket));
    }

    /** What it does not tell, the clients find out. */
    private static List<BrokerAddress> brokers(Socket socket) {
        try {
            return Wire.brokers(socket);
        } catch (IOException e) {
            return List.of();
        }
    }
}
