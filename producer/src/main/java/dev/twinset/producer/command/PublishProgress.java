package dev.twinset.producer.command;

import dev.twinset.producer.ProgressListener;
import java.io.PrintWriter;
import java.util.Locale;
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
        private long start;
        private long due;
        private int first = -1;

        Lines(PrintWriter err, LongSupplier nanoTime) {
            this.err = err;
            this.nanoTime = nanoTime;
        }

        @Override
        public synchronized void settled(int settled, int items) {
            long now = nanoTime.getAsLong();
            if (first < 0) { // what is told first may be resumed, and says nothing of the rate
                first = settled;
                start = now;
                due = now + INTERVAL_NANOS;
            }
            if (now - due >= 0 && settled > first) {
                due = now + INTERVAL_NANOS;
                double rate = (settled - first) / ((now - start) / 1e9);
                err.printf(
                        Locale.ROOT,
                        "published %d of %d images, %.0f/s, %.0f s left%n",
                        settled,
                        items,
                        rate,
                        (items - settled) / rate);
                err.flush();
            }
        }

        @Override
        public void close() {}
    }
}
