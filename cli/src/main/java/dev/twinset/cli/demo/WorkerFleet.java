package dev.twinset.cli.demo;

import dev.twinset.console.process.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The demo's workers. Any thread may call; closing twice does nothing. */
public final class WorkerFleet implements AutoCloseable {
    /** With cold disks the native libraries are unpacked first. */
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(12);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Path directory;
    private final List<String> settings;
    private final Map<Integer, WorkerProcess> workers = new TreeMap<>();
    private int planned;
    private int extractThreads = 1;
    private boolean closed;

    /** @param settings of all workers, {@code key=value} */
    public WorkerFleet(Path directory, List<String> settings) {
        this.directory = directory;
        this.settings = List.copyOf(settings);
    }

    /** Starts workers 1 to {@code count}; returns when all take events. */
    public void start(int count) throws IOException, InterruptedException {
        startFirst(count);
        connectFirst();
        startOthers();
        awaitReady(count);
    }

    /**
     * Starts worker 1 alone, which is ready sooner than beside others that start. It loads its model, and uses Kafka
     * only after {@link #connectFirst}.
     *
     * @param count that there are to be, with those of {@link #startOthers}
     */
    synchronized void startFirst(int count) throws IOException {
        planned = count;
        // they share this machine's cores instead of fighting over them
        extractThreads = Math.max(1, Runtime.getRuntime().availableProcessors() / count);
        start(1, WorkerProcess::waiting);
    }

    /** Once Kafka serves and has the topics. */
    synchronized void connectFirst() {
        WorkerProcess first = workers.get(1);
        if (first != null) { // else the demo is closing
            first.connect();
        }
    }

    /** @return how many it started; none after the first call */
    synchronized int startOthers() throws IOException {
        int started = 0;
        for (int worker = 2; worker <= planned; worker++) {
            if (!workers.containsKey(worker)) {
                start(worker, WorkerProcess::fork);
                started++;
            }
        }
        return started;
    }

    /** Waits until workers 1 to {@code count} take events, also while one is killed and started again. */
    void awaitReady(int count) throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        for (int worker = 1; worker <= count; worker++) {
            while (!isReady(worker)) {
                if (System.nanoTime() > end) {
                    throw new IOException("worker " + worker + " is not ready after " + START_LIMIT.toSeconds()
                            + " s; the logs are in " + directory);
                }
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
        }
    }

    private synchronized boolean isReady(int worker) throws IOException {
        WorkerProcess running = workers.get(worker);
        return running == null || running.isReady(); // there is none when the demo is closing
    }

    /** Ends a worker at once, as SIGKILL does, and starts it again under its id; does not wait until it is ready. */
    public synchronized void killAndRestart(int worker) throws IOException, InterruptedException {
        WorkerProcess running = workers.get(worker);
        if (running == null) {
            throw new IllegalArgumentException("there is no worker " + worker + "; there are " + workers.keySet());
        }
        running.kill();
        workers.remove(worker);
        start(worker, WorkerProcess::fork);
    }

    /** Why a worker ended that nobody here ended. */
    Optional<String> failure() {
        return all().stream()
                .filter(worker -> !worker.isAlive())
                .map(WorkerProcess::failure)
                .findFirst();
    }

    @Override
    public void close() {
        List<WorkerProcess> running;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = List.copyOf(workers.values());
            workers.clear();
        }
        running.forEach(WorkerProcess::stop);
        running.forEach(worker -> worker.awaitStop(STOP_LIMIT));
    }

    private synchronized List<WorkerProcess> all() {
        return List.copyOf(workers.values());
    }

    private synchronized void start(int worker, Start start) throws IOException {
        if (closed) {
            throw new IllegalStateException("the demo is closing");
        }
        String id = "demo-" + worker;
        Path own = Files.createDirectories(directory.resolve(id));
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(
                "worker.id=" + id,
                "data.dir=" + own.resolve("data"),
                "http.port=0", // any free one
                "extract.threads=" + extractThreads));
        workers.put(worker, start.of(id, own.resolve("worker.log"), all));
    }

    /** A way to start a worker. */
    private interface Start {
        WorkerProcess of(String id, Path log, List<String> settings) throws IOException;
    }
}
