package dev.twinset.worker.preflight.machine;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.Finding.Notes;
import dev.twinset.worker.store.StoreUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Optional;

/** Whether metrics and health can be served: by connecting, as listening there would keep a worker from it. */
public final class PortCheck {
    public static final String NAME = "port";
    private static final int TIMEOUT_MILLIS = 1_000;

    private PortCheck() {}

    /** @param otherPort whether any free port will do if this one is taken */
    public record Endpoint(String host, int port, boolean otherPort) {
        public Endpoint {
            requireNonNull(host, "host is null");
        }
    }

    /**
     * @param config empty if nothing is to be served
     * @param user who holds this worker's store: a running worker has its port
     */
    public static Finding examine(Optional<Endpoint> config, StoreUser user) throws IOException {
        if (config.isEmpty()) {
            return new Notes(NAME).finding("metrics and health are not served");
        }
        String host = config.get().host();
        int port = config.get().port();
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            return Finding.failed(NAME, "this machine knows no host " + host, "correct http.host");
        }
        if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
            return Finding.failed(
                    NAME, "http.host is " + host + ", which is not an address of this machine", "correct http.host");
        }
        boolean taken =
                port != 0 && answers(address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address, port);
        return judge(config.get(), taken, user);
    }

    private static Finding judge(Endpoint config, boolean taken, StoreUser user) {
        String where = config.host() + " port " + config.port();
        Notes notes = new Notes(NAME);
        if (!taken) {
            return notes.finding(config.port() == 0 ? config.host() + ", any free port" : where + " is free");
        }
        if (user.isHeld()) {
            return notes.finding(where + " answers: a worker runs already");
        }
        String remedy = "stop what listens there, or set http.port to a free port, 0 (any) or off";
        if (config.otherPort()) {
            notes.warn(
                    where + " is taken: a worker will serve metrics and health at another, which nobody knows", remedy);
        } else {
            notes.fail(where + " is taken: a worker cannot serve metrics and health, and will not start", remedy);
        }
        return notes.finding(where);
    }

    private static boolean answers(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
