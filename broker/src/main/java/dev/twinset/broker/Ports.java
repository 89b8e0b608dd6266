package dev.twinset.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The loopback ports of a local cluster. */
final class Ports {
    static final String HOST = "127.0.0.1";

    /** Below every system's range for outgoing connections: none of those takes the port before the broker does. */
    private static final int FREE_FROM = 15_000;

    private static final int FREE_TO = 32_000;
    private static final int TRIES = 1_000;

    private Ports() {}

    /** {@code count} ports that follow each other from {@code first} on, all unused. */
    static List<Integer> fixed(int first, int count) throws IOException {
        if (first < 1 || first + count - 1 > 65_535) {
            throw new IllegalArgumentException(
                    "port " + first + " is outside 1.." + (65_535 - count + 1) + " for " + count + " broker(s)");
        }
        for (int port = first; port < first + count; port++) {
            refuseUsed(port);
        }
        return IntStream.range(first, first + count).boxed().toList();
    }

    /** {@code count} different unused ports. */
    static List<Integer> free(int count) throws IOException {
        Set<Integer> ports = new LinkedHashSet<>();
        for (int tried = 0; tried < TRIES && ports.size() < count; tried++) {
            int port = ThreadLocalRandom.current().nextInt(FREE_FROM, FREE_TO);
            if (isFree(port)) {
                ports.add(port);
            }
        }
        if (ports.size() < count) {
            throw new IOException("no free port found on " + HOST + " between " + FREE_FROM + " and " + FREE_TO);
        }
        return List.copyOf(ports);
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
