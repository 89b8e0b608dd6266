package dev.twinset.producer.command;

import dev.twinset.producer.ProgressListener;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on standard error: a bar with rate and time left on a terminal, else a line every few seconds. */
interface PublishProgress extends ProgressListener, AutoCloseable {
    @Override
    void close();

    static PublishProgress choose(boolean terminal, int items, PrintWriter err) {
        return terminal ? new Bar(items) : new Lines(err, System::nanoTime);
    }

    /** {@code 1,234/8,017 15% (0:00:03 / 0:00:16) 512/s}. */
    final class Bar implements PublishProgress {
        private final ProgressBar bar;

        Bar(int items) {
            bar = new ProgressBarBuilder()
                    .setTaskName("publishing")
                    .setInitialMax(items)
                    .setUnit(" images", 1)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(200)
                    .showSpeed()
                    .build();
        }

        @Override
        public synchronized void settled(int settled, int items) {
            bar.stepTo(Math.max(bar.getCurrent(), settled));
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /** For logs. */
    final class Lines implements PublishProgress {
        private static final long INTERVAL_NANOS = 2_000_000_000L;

        private final PrintWriter err;
        private final LongSupplier nanoTime;
        private final long start;
        private final AtomicLong due;
        private final AtomicInteger first = new AtomicInteger(-1);

        Lines(PrintWriter err, LongSupplier nanoTime) {
            this.err = err;
            this.nanoTime = nanoTime;
            this.start = nanoTime.getAsLong();
            this.due = new AtomicLong(start + INTERVAL_NANOS);
        }

        @Override
        public void settled(int settled, int items) {
            first.compareAndSet(-1, settled);
            long now = nanoTime.getAsLong();
            long when = due.get();
            if (now >= when && due.compareAndSet(when, now + INTERVAL_NANOS)) {
                double rate = (settled - first.get()) / ((now - start) / 1e9);
                err.printf(
                        "published %d of %d images, %.0f/s, %.0f s left%n",
                        settled, items, rate, (items - settled) / Math.max(rate, 1e-9));
                err.flush();
            }
        }

        @Override
        public void close() {}
    }
}
