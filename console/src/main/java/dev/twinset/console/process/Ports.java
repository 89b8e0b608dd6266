package dev.twinset.console.process;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/** Loopback ports for servers on this machine. */
public final class Ports {
    public static final String HOST = "127.0.0.1";

    /** Below every system's range for outgoing connections: none of those takes the port before the server does. */
    private static final int FREE_FROM = 15_000;

    private static final int FREE_TO = 32_000;
    private static final int TRIES = 1_000;

    /** Bound until this process ends. */
    private static final List<DatagramSocket> CLAIMS = new CopyOnWriteArrayList<>();

    private Ports() {}

    /** {@code count} ports that follow each other from {@code first} on, all unused. */
    public static List<Integer> fixed(int first, int count) throws IOException {
        if (first < 1 || first + count - 1 > 65_535) {
            throw new IllegalArgumentException(
                    "port " + first + " is outside 1.." + (65_535 - count + 1) + " for " + count + " in a row");
        }
        for (int port = first; port < first + count; port++) {
            refuseUsed(port);
        }
        return IntStream.range(first, first + count).boxed().toList();
    }

    /**
     * {@code count} different unused ports. While this process runs, no call of this in any process returns them again.
     */
    public static List<Integer> free(int count) throws IOException {
        return free(count, () -> ThreadLocalRandom.current().nextInt(FREE_FROM, FREE_TO));
    }

    static List<Integer> free(int count, IntSupplier candidates) throws IOException {
        Set<Integer> ports = new LinkedHashSet<>();
        for (int tried = 0; tried < TRIES && ports.size() < count; tried++) {
            int port = candidates.getAsInt();
            if (isFree(port) && claim(port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new IOException("no free port found on " + HOST + " between " + FREE_FROM + " and " + FREE_TO);
        }
        return List.copyOf(ports);
    }

    /** Whether a server accepts connections there now. */
    public static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reserves a port until its server binds it, which takes seconds, and while the server is restarted. Binds the UDP
     * port of the same number, which the servers do not use.
     *
     * @return false if another call has reserved it
     */
    private static boolean claim(int port) {
        try {
            CLAIMS.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            return true;
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isFree(int port) {
        try {
            refuseUsed(port);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void refuseUsed(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + HOST + ":" + port + " (" + e.getMessage()
                            + "); stop what uses the port or choose another",
                    e);
        }
    }
}
