package dev.twinset.cli.torture;

import dev.twinset.broker.LocalKafka;
import dev.twinset.console.process.WorkerProcess;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The brokers and workers of a run. Workers are numbered from 1. Used by one thread, closed by any. */
final class Cluster implements AutoCloseable {
    /**
     * After which the brokers forget what a transactional id has done, if it does nothing. Kafka's default is a week.
     */
    static final Duration IDS_EXPIRE = Duration.ofSeconds(15);

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    /** What a worker that is asked to stop may need to commit what is in flight. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Bytes that a worker may still print when it can write nothing else. */
    private static final int LOG_RESERVE = 16 << 10;

    /** The exit code of a JVM that SIGTERM ended in good order. */
    private static final int TERMINATED = 128 + 15;

    private final Path directory;
    private final String modelId;
    private final LocalKafka.Forked kafka;
    private final Map<Integer, WorkerProcess> workers = new TreeMap<>();
    /** Ended by this run, or told of already. */
    private final Set<WorkerProcess> accounted = new HashSet<>();

    private final List<String> ends = new ArrayList<>();
    private boolean closed;

    private Cluster(Path directory, String modelId, LocalKafka.Forked kafka) {
        this.directory = directory;
        this.modelId = modelId;
        this.kafka = kafka;
    }

    /** @param modelId the model of the workers */
    static Cluster start(Path directory, int brokers, String modelId) throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "transactional.id.expiration.ms",
                String.valueOf(IDS_EXPIRE.toMillis()),
                "transaction.remove.expired.transaction.cleanup.interval.ms",
                "1000");
        return new Cluster(directory, modelId, LocalKafka.forked(directory.resolve("kafka"), brokers, 0, settings));
    }

    /** The group of the workers, by the default settings. */
    String group() {
        return "twinset." + modelId;
    }

    String changelog() {
        return Topics.DEFAULT.features(modelId);
    }

    LocalKafka.Forked kafka() {
        return kafka;
    }

    String bootstrap() {
        return kafka.bootstrapServers();
    }

    void startWorkers(int count) throws IOException, InterruptedException {
        for (int worker = 1; worker <= count; worker++) {
            startWorker(worker);
        }
        for (WorkerProcess worker : List.copyOf(workers.values())) {
            worker.awaitReady(START_LIMIT);
        }
    }

    int workers() {
        return workers.size();
    }

    synchronized void startWorker(int worker) throws IOException {
        if (closed) {
            throw new IllegalStateException("the run is closing");
        }
        String id = "torture-" + worker;
        Path own = Files.createDirectories(directory.resolve(id));
        workers.put(
                worker,
                WorkerProcess.fork(
                        id,
                        own.resolve("worker.log"),
                        List.of(
                                "kafka.bootstrap.servers=" + bootstrap(),
                                "worker.id=" + id,
                                "data.dir=" + dataDirectory(worker),
                                "http.port=0",
                                "extract.threads=1")));
    }

    Path dataDirectory(int worker) {
        return directory.resolve("torture-" + worker).resolve("data");
    }

    /** @throws IOException if it has ended */
    boolean isReady(int worker) throws IOException {
        return worker(worker).isReady();
    }

    String transactionalId(int worker) {
        return group() + "-torture-" + worker;
    }

    void awaitReady(int worker) throws IOException, InterruptedException {
        worker(worker).awaitReady(START_LIMIT);
    }

    void killWorker(int worker) throws InterruptedException {
        noteEnds();
        accounted.add(worker(worker));
        worker(worker).kill();
    }

    /** SIGTERM; it must end by itself. */
    void stopWorker(int worker) {
        WorkerProcess process = worker(worker);
        noteEnds();
        if (!process.isAlive()) {
            return;
        }
        accounted.add(process);
        process.stop();
        process.awaitStop(STOP_LIMIT);
        if (process.exitCode() != TERMINATED) {
            ends.add("asked to stop, " + process.failure());
        }
    }

    /** STOP or CONT. */
    void signal(int worker, String signal) throws IOException, InterruptedException {
        run("kill", "-" + signal, String.valueOf(worker(worker).handle().pid()));
    }

    private static void run(String... command) throws IOException, InterruptedException {
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    /** It can write no further than its log needs, in no file, as on a full disk. */
    void limitFiles(int worker) throws IOException, InterruptedException {
        WorkerProcess process = worker(worker);
        long bytes = Files.size(process.log()) + LOG_RESERVE;
        run(
                "prlimit",
                "--fsize=" + bytes,
                "--pid",
                String.valueOf(process.handle().pid()));
    }

    /** Waits until it ends by itself and explains that in these words; another end is told by {@link #takeEnds}. */
    void awaitEnd(int worker, String words) throws IOException, InterruptedException {
        WorkerProcess process = worker(worker);
        if (!process.awaitEnd(START_LIMIT)) {
            throw new IOException("worker " + process.id() + " has not ended after " + START_LIMIT.toSeconds()
                    + " s, expected: " + words);
        }
        if (process.failure().contains(words)) {
            accounted.add(process);
        }
    }

    void restartEnded() throws IOException {
        noteEnds();
        for (int worker : List.copyOf(workers.keySet())) {
            if (!worker(worker).isAlive()) {
                startWorker(worker);
            }
        }
    }

    /** What was said by workers that ended though this run did not end them, since this was last asked for. */
    List<String> takeEnds() {
        noteEnds();
        List<String> found = List.copyOf(ends);
        ends.clear();
        return found;
    }

    private void noteEnds() {
        for (WorkerProcess process : workers.values()) {
            if (!process.isAlive() && accounted.add(process)) {
                ends.add(process.failure());
            }
        }
    }

    private synchronized WorkerProcess worker(int worker) {
        WorkerProcess found = workers.get(worker);
        if (found == null) {
            throw new IllegalArgumentException("worker is " + worker + ", expected one of " + workers.keySet());
        }
        return found;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        workers.values().forEach(WorkerProcess::stop);
        workers.values().forEach(worker -> worker.awaitStop(STOP_LIMIT));
        kafka.close();
    }
}
