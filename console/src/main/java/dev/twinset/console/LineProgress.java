package dev.twinset.console;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** A line at most every two seconds, for logs. */
final class LineProgress implements Progress {
    private static final long INTERVAL_NANOS = 2_000_000_000L;

    private final Task task;
    private final long all;
    private final PrintWriter err;
    private final LongSupplier nanoTime;
    private long start;
    private long due;
    private long first = -1;

    /** @param nanoTime as {@link System#nanoTime} */
    LineProgress(Task task, long all, PrintWriter err, LongSupplier nanoTime) {
        this.task = task;
        this.all = all;
        this.err = err;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void to(long done) {
        long now = nanoTime.getAsLong();
        if (first < 0) { // a resumed task begins above 0, which says nothing of the rate
            first = done;
            start = now;
            due = now + INTERVAL_NANOS;
        }
        if (now - due >= 0 && done > first) {
            due = now + INTERVAL_NANOS;
            double rate = (done - first) / ((now - start) / 1e9);
            err.printf(
                    Locale.ROOT,
                    "%s %d of %d %s, %.0f/s, %.0f s left%n",
                    task.done(),
                    done,
                    all,
                    task.unit(),
                    rate,
                    (all - done) / rate);
            err.flush();
        }
    }
}
