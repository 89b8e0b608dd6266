package dev.twinset.worker.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The meters for a person: rates, and where the time goes, over the last minute and since the start. Any thread may
 * call; one should call {@link #tick()} every ten seconds.
 */
public final class WorkerSummary {
    /** With a tick every ten seconds these reach back a minute. */
    private static final int TICKS = 7;

    private final MeterRegistry registry;
    private final LongSupplier nanoTime;
    private final long start;
    private final Deque<MeterSnapshot> snapshots = new ArrayDeque<>();

    /** @param nanoTime as {@link System#nanoTime} */
    public WorkerSummary(MeterRegistry registry, LongSupplier nanoTime) {
        this.registry = requireNonNull(registry, "registry is null");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
        this.start = nanoTime.getAsLong();
        snapshots.add(now());
    }

    /** Remembers what the meters say now, so that a later page can tell what is recent. */
    public synchronized void tick() {
        snapshots.addLast(now());
        while (snapshots.size() > TICKS) {
            snapshots.removeFirst();
        }
    }

    /** @param title the page's first line */
    public String page(String title) {
        MeterSnapshot all = now();
        return new SummaryPage(all, all.since(oldest()), name -> MeterSnapshot.gauge(registry, name)).write(title);
    }

    /** All in one line, for the log. */
    public String line() {
        MeterSnapshot all = now();
        return String.format(
                Locale.ROOT,
                "%.0f recommended, %.0f deleted, %.0f rejected in %.0f s",
                all.count("twinset.recommended"),
                all.count("twinset.deleted"),
                all.allRejected(),
                all.seconds());
    }

    private synchronized MeterSnapshot oldest() {
        return snapshots.getFirst();
    }

    private MeterSnapshot now() {
        return MeterSnapshot.of(registry, (nanoTime.getAsLong() - start) / 1e9);
    }
}
