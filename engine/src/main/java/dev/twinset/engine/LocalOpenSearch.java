package dev.twinset.engine;

import dev.twinset.console.process.ChildProcess;
import dev.twinset.console.process.Ports;
import dev.twinset.console.process.ServerDirectory;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A real OpenSearch with its k-NN plugin on this machine's loopback interface: one to three nodes in JVMs of their own,
 * which end with this one. Nodes are numbered from 1. Without the first of two nodes the other one still searches, but
 * writes fail; of three, any one may be missing. Thread-safe.
 *
 * <p>The directory is an {@link ServerDirectory}. It is created if it is missing or empty, reused with its data if an
 * earlier engine left it, and refused if it holds anything else. Failures are {@link IOException}s whose message is one
 * sentence for the user.
 */
public final class LocalOpenSearch implements AutoCloseable {
    private static final ServerDirectory.Layout LAYOUT =
            new ServerDirectory.Layout("engine", "engine", "node", "node.properties");
    private static final int HEAP_MIB = 512;
    /** With a fifth of a core a node starts in three minutes. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final ServerDirectory directory;
    private final NodeSettings settings;
    private final int heapMiB;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT).build();
    private final Map<Integer, ChildProcess> running = new TreeMap<>();
    private boolean closed;

    private LocalOpenSearch(ServerDirectory directory, NodeSettings settings, int heapMiB) {
        this.directory = directory;
        this.settings = settings;
        this.heapMiB = heapMiB;
    }

    /**
     * Returns when all nodes serve and have found each other.
     *
     * @param nodes 1 to 3
     * @param firstPort HTTP port of the first node, the others follow; 0 for free ports
     */
    public static LocalOpenSearch start(Path directory, int nodes, int firstPort)
            throws IOException, InterruptedException {
        return start(directory, nodes, firstPort, HEAP_MIB, Map.of());
    }

    /**
     * @param heapMiB of each node
     * @param overrides settings of the nodes that override ours
     */
    public static LocalOpenSearch start(
            Path directory, int nodes, int firstPort, int heapMiB, Map<String, String> overrides)
            throws IOException, InterruptedException {
        if (nodes < 1 || nodes > 3) {
            throw new IllegalArgumentException("a local engine has 1 to 3 nodes, not " + nodes);
        }
        ServerDirectory opened = ServerDirectory.open(directory, LAYOUT, nodes, Map.of());
        LocalOpenSearch engine;
        try {
            List<Integer> free = Ports.free(2 * nodes);
            List<Integer> http = firstPort == 0 ? free.subList(0, nodes) : Ports.fixed(firstPort, nodes);
            engine = new LocalOpenSearch(
                    opened, new NodeSettings(http, free.subList(nodes, 2 * nodes), overrides), heapMiB);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        try {
            engine.startAll();
            return engine;
        } catch (IOException | InterruptedException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** {@code http://127.0.0.1:port} of each node, whether it runs or not. */
    public List<String> addresses() {
        return settings.addresses();
    }

    /** Ends the node at once, as SIGKILL or a power cut does; returns when it is gone. */
    public synchronized void kill(int node) throws InterruptedException {
        runningNode(node).kill();
        running.remove(node);
    }

    /**
     * Starts a node that was killed, on its port and data. Returns when it serves as a member of the cluster, or serves
     * at all while too few others run for a cluster; the copies of its shards may be behind.
     */
    public void start(int node) throws IOException, InterruptedException {
        ChildProcess started;
        Set<Integer> members;
        synchronized (this) {
            if (node < 1 || node > settings.nodes() || running.containsKey(node)) {
                throw new IllegalArgumentException("node " + node + " of " + settings.nodes()
                        + " cannot be started; running: " + running.keySet());
            }
            started = fork(node);
            members = Set.copyOf(running.keySet());
        }
        started.awaitServing(
                () -> settings.isCluster(members)
                        ? isHealthy(node, "wait_for_nodes=ge(" + members.size() + ")")
                        : Ports.accepts(settings.httpPorts().get(node - 1)),
                START_LIMIT);
    }

    /** The node's process, to suspend it or to read its memory usage. */
    public synchronized ProcessHandle process(int node) {
        return runningNode(node).handle();
    }

    /** Returns once a node ends that was neither killed nor closed here: which one and why. */
    public String awaitFailure() throws InterruptedException {
        while (true) {
            Optional<ChildProcess> ended = ended();
            if (ended.isPresent()) {
                return ended.get().failure();
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private synchronized Optional<ChildProcess> ended() {
        return running.values().stream().filter(node -> !node.isAlive()).findFirst();
    }

    /** Stops the nodes and waits for them; the data stays. Closing twice does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ChildProcess.stop(running.values(), STOP_LIMIT);
        running.clear();
        directory.close();
    }

    private void startAll() throws IOException, InterruptedException {
        for (int node = 1; node <= settings.nodes(); node++) {
            fork(node);
        }
        for (int node = 1; node <= settings.nodes(); node++) {
            int here = node;
            runningNode(node).awaitServing(() -> isJoined(here), START_LIMIT);
        }
    }

    private synchronized ChildProcess fork(int node) throws IOException {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
        Path file = directory.writeSettings(node, settings.of(node, directory.home(node)));
        ChildProcess forked = ChildProcess.fork(
                "node " + node,
                NodeCommand.of(file, directory.log(node), heapMiB),
                directory.home(node),
                directory.log(node),
                directory.console(node));
        running.put(node, forked);
        return forked;
    }

    private synchronized ChildProcess runningNode(int node) {
        ChildProcess found = running.get(node);
        if (found == null) {
            throw new IllegalArgumentException("node " + node + " is not running; running: " + running.keySet());
        }
        return found;
    }

    /** The first node cannot form a cluster if another one has ended. */
    private boolean isJoined(int node) throws IOException, InterruptedException {
        Optional<ChildProcess> ended = ended();
        if (ended.isPresent()) {
            throw new IOException(ended.get().failure());
        }
        return isHealthy(node, "wait_for_status=yellow&wait_for_nodes=" + settings.nodes());
    }

    /** Whether the node tells this of the cluster now. */
    private boolean isHealthy(int node, String condition) throws InterruptedException {
        URI health = URI.create(settings.address(node) + "/_cluster/health?timeout=1s&" + condition);
        try {
            return http.send(
                                    HttpRequest.newBuilder(health)
                                            .timeout(REQUEST_LIMIT)
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            // it does not listen yet, or takes long to answer
            return false;
        }
    }
}
