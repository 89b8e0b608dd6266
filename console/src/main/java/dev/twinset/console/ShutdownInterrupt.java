package dev.twinset.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into an interrupt of the thread that made this, and delays the end of the process until that
 * thread has closed it.
 */
public final class ShutdownInterrupt implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final Thread worker = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final String awaited;
    private final Duration limit;
    private final ShutdownHook hook;

    /** @param awaited what the thread waits for when it is interrupted, such as "acknowledgements" */
    public ShutdownInterrupt(String awaited) {
        this(awaited, LIMIT);
    }

    ShutdownInterrupt(String awaited, Duration limit) {
        this.awaited = awaited;
        this.limit = limit;
        this.hook = ShutdownHook.add("interrupt", this::interrupt);
    }

    @Override
    public void close() {
        finished.countDown();
        hook.close();
    }

    void interrupt() {
        worker.interrupt();
        try {
            if (!finished.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("twinset: gave up waiting for " + awaited + " after " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
