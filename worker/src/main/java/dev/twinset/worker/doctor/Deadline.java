package dev.twinset.worker.doctor;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** When to stop waiting, on the clock that nobody sets. */
record Deadline(long nanos) {
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    long leftMillis() {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime()));
    }

    /** This one or a nearer one. */
    Deadline atMost(Duration duration) {
        Deadline other = in(duration);
        return other.nanos - nanos < 0 ? other : this;
    }
}
