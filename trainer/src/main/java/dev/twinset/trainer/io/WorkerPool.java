package dev.twinset.trainer.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that share one piece of work, and end when it is done. */
public final class WorkerPool {
    private WorkerPool() {}

    /**
     * Runs the work on each of the threads and waits for all.
     *
     * @param work takes its share from a common counter, until there is none left
     * @param what is done, as in "cannot scan pictures"
     * @throws IOException if a thread failed, with that as the cause's cause, or if the caller was interrupted
     */
    public static void run(int threads, String what, Callable<?> work) throws IOException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                workers.add(pool.submit(work));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot " + what + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted, so cannot " + what);
        } finally {
            pool.shutdownNow();
        }
    }
}
