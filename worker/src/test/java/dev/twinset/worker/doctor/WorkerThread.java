package dev.twinset.worker.doctor;

import static org.awaitility.Awaitility.await;

import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.app.Worker;
import dev.twinset.worker.app.WorkerConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A whole worker in this JVM. */
final class WorkerThread implements AutoCloseable {
    private final Worker worker;
    private final String group;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private WorkerThread(WorkerConfig config) throws IOException {
        worker = Worker.create(config, Clock.systemUTC());
        group = config.groupPrefix() + "." + ModelBundle.standard().modelId();
        Thread thread = new Thread(this::run, "worker");
        thread.setDaemon(true);
        thread.start();
    }

    static WorkerThread start(WorkerConfig config) throws IOException {
        return new WorkerThread(config);
    }

    private void run() {
        try {
            worker.run();
            ended.complete(null);
        } catch (IOException | RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    boolean isRunning() {
        return !ended.isDone();
    }

    /** Changes with every member that joins or leaves; waits until the worker has joined. */
    int groupEpoch(ManyListeners kafka) {
        try (Admin admin = kafka.admin()) {
            return await().ignoreExceptions()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> joined(admin), epoch -> epoch > 0);
        }
    }

    private int joined(Admin admin) throws ExecutionException, InterruptedException {
        var found = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
        return found == null || found.members().isEmpty()
                ? 0
                : found.groupEpoch().orElse(0);
    }

    @Override
    public void close() {
        try {
            worker.stop(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ended.join();
        worker.close();
    }
}
