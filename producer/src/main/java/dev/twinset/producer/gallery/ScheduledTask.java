package dev.twinset.producer.gallery;

import dev.twinset.console.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task repeatedly, on a thread of its own. */
final class ScheduledTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduledTask.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("gallery-ticker"));

    private ScheduledTask() {}

    static ScheduledTask start(Duration between, Runnable task) {
        ScheduledTask ticker = new ScheduledTask();
        Future<?> unused = ticker.thread.scheduleWithFixedDelay(
                () -> run(task), between.toMillis(), between.toMillis(), TimeUnit.MILLISECONDS);
        return ticker;
    }

    /** A task that fails is tried again; the executor would cancel it. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.warn("a regular task failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
