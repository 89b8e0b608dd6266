package dev.twinset.broker;

import dev.twinset.console.process.ChildProcess;
import dev.twinset.console.process.Ports;
import dev.twinset.console.process.ServerDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * Brokers in JVMs of their own. Thread-safe. A killed broker is removed from {@code running}, so a process there that
 * has ended has ended by itself.
 */
final class ForkedKafka implements LocalKafka.Forked {
    /** All stop at the same time and lose their quorum: the last one waits for it in vain, until it is killed. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final int MAX_RESTARTS = 3;
    private static final Duration JOIN_LIMIT = Duration.ofMinutes(5);

    private final ServerDirectory directory;
    private final BrokerSettings settings;
    private final Map<Integer, BrokerProcess> running = new TreeMap<>();
    private boolean closed;

    private ForkedKafka(ServerDirectory directory, BrokerSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    static ForkedKafka start(Path root, int brokers, int firstPort, Map<String, String> overrides)
            throws IOException, InterruptedException {
        ServerDirectory directory = ClusterDirectory.open(root, brokers);
        ForkedKafka kafka;
        try {
            List<Integer> free = Ports.free(2 * brokers);
            List<Integer> clients = firstPort == 0 ? free.subList(0, brokers) : Ports.fixed(firstPort, brokers);
            kafka = new ForkedKafka(
                    directory, new BrokerSettings(clients, free.subList(brokers, 2 * brokers), overrides));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
        try {
            kafka.startAll();
            return kafka;
        } catch (IOException | InterruptedException | RuntimeException e) {
            kafka.close();
            throw e;
        }
    }

    @Override
    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    @Override
    public synchronized void kill(int broker) throws InterruptedException {
        runningBroker(broker).process().kill();
        running.remove(broker);
    }

    @Override
    public void start(int broker) throws IOException, InterruptedException {
        BrokerProcess started;
        synchronized (this) {
            if (broker < 1 || broker > settings.brokers() || running.containsKey(broker)) {
                throw new IllegalArgumentException("broker " + broker + " of " + settings.brokers()
                        + " cannot be started; running: " + running.keySet());
            }
            started = fork(broker);
        }
        started.awaitServing();
    }

    @Override
    public synchronized ProcessHandle process(int broker) {
        return runningBroker(broker).process().handle();
    }

    @Override
    public synchronized Optional<String> failure() {
        return running.values().stream()
                .map(BrokerProcess::process)
                .filter(process -> !process.isAlive())
                .map(ChildProcess::failure)
                .findFirst();
    }

    @Override
    public String supervise(Consumer<String> events) throws InterruptedException {
        Map<Integer, Integer> restarts = new HashMap<>(); // since the broker last served
        while (true) {
            for (BrokerProcess broker : runningBrokers()) {
                int number = broker.broker();
                if (!broker.process().isAlive()) {
                    if (restarts.merge(number, 1, Integer::sum) > MAX_RESTARTS) {
                        return broker.process().failure() + "; it was started again " + MAX_RESTARTS + " times in vain";
                    }
                    events.accept(broker.process().failure() + "; starting it again");
                    restart(broker);
                } else if (restarts.containsKey(number) && broker.accepts()) {
                    restarts.remove(number);
                    events.accept("broker " + number + " serves again");
                }
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
        }
    }

    private synchronized List<BrokerProcess> runningBrokers() {
        return List.copyOf(running.values());
    }

    /** Unless it was killed, started or closed by another thread meanwhile. */
    private synchronized void restart(BrokerProcess ended) {
        if (!closed && running.get(ended.broker()) == ended) {
            try {
                fork(ended.broker());
            } catch (IOException e) {
                throw new UncheckedIOException("broker " + ended.broker() + " cannot be started again", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        ChildProcess.stop(running.values().stream().map(BrokerProcess::process).toList(), STOP_LIMIT);
        running.clear();
        directory.close();
    }

    private synchronized BrokerProcess fork(int broker) throws IOException {
        if (closed) {
            throw new IllegalStateException("the cluster is closed");
        }
        BrokerProcess forked = BrokerProcess.fork(directory, settings, broker);
        running.put(broker, forked);
        return forked;
    }

    private void startAll() throws IOException, InterruptedException {
        for (int broker = 1; broker <= settings.brokers(); broker++) {
            fork(broker);
        }
        List<BrokerProcess> started;
        synchronized (this) {
            started = List.copyOf(running.values());
        }
        for (BrokerProcess broker : started) {
            broker.awaitServing();
        }
        awaitJoined();
    }

    /** A broker may serve before the others know it. */
    private void awaitJoined() throws IOException, InterruptedException {
        long end = System.nanoTime() + JOIN_LIMIT.toNanos();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            while (known(admin) < settings.brokers()) {
                if (System.nanoTime() > end) {
                    throw new IOException("the brokers at " + bootstrapServers() + " did not find each other within "
                            + JOIN_LIMIT.toSeconds() + " s; their logs are in "
                            + directory.home(1).getParent());
                }
                Thread.sleep(POLL_INTERVAL.toMillis());
            }
        }
    }

    private static int known(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).size();
        } catch (ExecutionException | TimeoutException e) {
            // transient: retried until the limit
            return 0;
        }
    }

    private BrokerProcess runningBroker(int broker) {
        BrokerProcess found = running.get(broker);
        if (found == null) {
            throw new IllegalArgumentException("broker " + broker + " is not running; running: " + running.keySet());
        }
        return found;
    }
}
