package dev.twinset.producer.gallery.http;

import dev.twinset.console.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Limits how long a client can occupy a thread. A thread that exceeds its timeout is interrupted, which closes its
 * socket. Any thread.
 */
public final class RequestTimeouts implements AutoCloseable {
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("gallery-deadlines"));

    /** For the calling thread, until closed by it. */
    public Deadline start(Duration limit) {
        return new Deadline(Thread.currentThread(), limit);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    public final class Deadline implements AutoCloseable {
        private final Thread thread;
        private final Future<?> alarm;
        private boolean over;
        private boolean overrun;

        private Deadline(Thread thread, Duration limit) {
            this.thread = thread;
            this.alarm = timer.schedule(this::overrun, limit.toMillis(), TimeUnit.MILLISECONDS);
        }

        private synchronized void overrun() {
            if (!over) {
                overrun = true;
                thread.interrupt();
            }
        }

        /** Clears our interrupt, if there was one. */
        @Override
        public synchronized void close() {
            over = true;
            alarm.cancel(false);
            if (overrun) {
                Thread.interrupted();
            }
        }
    }
}
