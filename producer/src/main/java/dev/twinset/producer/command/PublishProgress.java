package dev.twinset.producer.command;

import dev.twinset.producer.publish.ProgressListener;
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

    /** What is done, in the words that its progress is told by. */
    enum Task {
        PUBLISHING("publishing", "published", "images"),
        REDRIVING("redriving", "settled", "dead letters");

        private final String doing;
        private final String done;
        private final String unit;

        Task(String doing, String done, String unit) {
            this.doing = doing;
            this.done = done;
            this.unit = unit;
        }
    }

    static PublishProgress choose(Task task, boolean terminal, int items, PrintWriter err) {
        return terminal ? new Bar(task, items) : new Lines(task, err, System::nanoTime);
    }

    /** {@code 1,234/8,017 15% (0:00:03 / 0:00:16) 512/s}. */
    final class Bar implements PublishProgress {
        private final ProgressBar bar;

        Bar(Task task, int items) {
            bar = new ProgressBarBuilder()
                    .setTaskName(task.doing)
                    .setInitialMax(items)
                    .setUnit(" " + task.unit, 1)
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

        private final Task task;
        private final PrintWriter err;
        private final LongSupplier nanoTime;
        private long start;
        private long due;
        private int first = -1;

        Lines(Task task, PrintWriter err, LongSupplier nanoTime) {
            this.task = task;
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
                        "%s %d of %d %s, %.0f/s, %.0f s left%n",
                        task.done,
                        settled,
                        items,
                        task.unit,
                        rate,
                        (items - settled) / rate);
                err.flush();
            }
        }

        @Override
        public void close() {}
    }
}
