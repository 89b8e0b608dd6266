package dev.twinset.worker.kafka;

import dev.twinset.worker.health.Heartbeat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One step of the pipeline: a thread of its own that takes batches in order, watched by a heartbeat. */
final class PipelineStage implements AutoCloseable {
    private final ExecutorService thread;
    private final Heartbeat heartbeat;
    private final Outcome outcome;

    /** Decides about a batch before and after its task; called on the thread of the stage. */
    interface Outcome {
        /** Whether the batch still counts; if not, it has been dropped. */
        boolean accepts(PolledBatch batch);

        /** The task failed, or was interrupted. */
        void failed(PolledBatch batch, Throwable cause);
    }

    /** A task that may wait. */
    @FunctionalInterface
    interface Task {
        void run() throws InterruptedException;
    }

    PipelineStage(String name, Heartbeat heartbeat, Outcome outcome) {
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread made = new Thread(task, name);
            made.setDaemon(true); // a stage that hangs in native code must not keep a stopped worker alive
            return made;
        });
        this.heartbeat = heartbeat;
        this.outcome = outcome;
    }

    /** Runs a task for a batch after those before it; returns at once. */
    void run(PolledBatch batch, Task task) {
        thread.execute(() -> {
            if (outcome.accepts(batch)) {
                watch(batch, task);
            }
        });
    }

    private void watch(PolledBatch batch, Task task) {
        heartbeat.begin();
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome.failed(batch, e);
        } catch (RuntimeException | Error e) {
            outcome.failed(batch, e);
        } finally {
            heartbeat.end();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
