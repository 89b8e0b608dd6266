package dev.twinset.worker.preflight.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When to stop waiting, on the clock that nobody sets. */
public record Deadline(long nanos) {
    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    public long leftMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
    }

    /** This one or a nearer one. */
    public Deadline atMost(Duration duration) {
        Deadline other = in(duration);
        return other.nanos - nanos < 0 ? other : this;
    }
}
