package dev.twinset.producer.publish;

import java.util.function.LongSupplier;

/** Spaces events evenly, without bursts after a pause. For one thread. */
public final class Pacer {
    /** How late a sleep may wake; that much is caught up. */
    private static final long CATCH_UP_NANOS = 20_000_000;

    private final double intervalNanos;
    private final LongSupplier nanoTime;
    private double next;

    /** @param perSecond infinite for no pace at all */
    public Pacer(double perSecond, LongSupplier nanoTime) {
        this.intervalNanos = 1e9 / perSecond;
        this.nanoTime = nanoTime;
        this.next = nanoTime.getAsLong();
    }

    /** Nanoseconds to wait before the next event, which is then taken to happen; 0 for none. */
    public long nextDelayNanos() {
        long now = nanoTime.getAsLong();
        next = Math.max(next, (double) (now - CATCH_UP_NANOS));
        long delay = Math.max(0, Math.round(next - now));
        next += intervalNanos;
        return delay;
    }
}
