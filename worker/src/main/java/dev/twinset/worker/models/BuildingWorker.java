package dev.twinset.worker.models;

import dev.twinset.console.DaemonThreads;
import dev.twinset.worker.app.Worker;
import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker in this process, beside those that run with the same settings. */
final class BuildingWorker implements Reindex.Builder, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BuildingWorker.class);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final Worker worker;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private BuildingWorker(Worker worker) {
        this.worker = worker;
    }

    static BuildingWorker start(WorkerConfig config, Path bundle) throws IOException {
        Map<String, String> own = new HashMap<>(Map.of(
                "model",
                bundle.toString(),
                "worker.id",
                config.workerId() + "-reindex",
                "worker.slots",
                "0",
                "http.port",
                "off"));
        if (config.slots() > 0) { // workers have directories of their own there
            own.put("data.dir", config.dataDir().resolve("reindex").toString());
        }
        BuildingWorker builder = new BuildingWorker(Worker.create(config.with(own), Clock.systemUTC()));
        DaemonThreads.start("reindex", builder::run);
        return builder;
    }

    private void run() {
        try {
            worker.run();
            ended.complete(null);
        } catch (IOException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    @Override
    public void check() throws IOException {
        if (ended.isDone()) {
            try {
                ended.join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                throw new IOException(cause.getMessage(), cause);
            }
            throw new IOException("the worker has ended before all was built");
        }
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // what is in flight is committed all the same
        try {
            if (!worker.stop(STOP_WITHIN)) {
                log.warn("the worker did not stop within {} s", STOP_WITHIN.toSeconds());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            worker.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
