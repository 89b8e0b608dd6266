package dev.twinset.worker.metrics;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.RejectionReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a worker counts and times. Over a quiet worker {@code twinset.events.received} = recommended + deleted +
 * rejected + events of batches that were dropped and read again.
 */
public final class WorkerMetrics {
    private final Counter received;
    private final Counter recommended;
    private final Counter deleted;
    private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);
    private final Counter incomplete;
    private final Timer extract;
    private final Timer fence;
    private final Timer search;
    private final Timer commit;

    public WorkerMetrics(MeterRegistry registry) {
        requireNonNull(registry, "registry is null");
        received = counter(registry, "twinset.events.received", "events that entered the worker");
        recommended = counter(registry, "twinset.events.recommended", "uploads and queries answered and committed");
        deleted = counter(registry, "twinset.events.deleted", "deletions committed");
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(
                    reason,
                    Counter.builder("twinset.events.rejected")
                            .description("dead letters committed")
                            .tag("reason", reason.name())
                            .register(registry));
        }
        incomplete = counter(
                registry, "twinset.search.incomplete", "batches searched before all that was committed had arrived");
        extract = timer(registry, "twinset.extract", "decoding and embedding of a batch");
        fence = timer(registry, "twinset.fence", "waiting for what others had committed before a search");
        search = timer(registry, "twinset.search", "search of a batch");
        commit = timer(registry, "twinset.commit", "transaction of a batch");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).baseUnit("events").register(registry);
    }

    private static Timer timer(MeterRegistry registry, String name, String description) {
        return Timer.builder(name).description(description).register(registry);
    }

    public void received(int events) {
        received.increment(events);
    }

    public <T> T extract(Supplier<T> work) {
        return requireNonNull(extract.record(work));
    }

    public <T> T search(Supplier<T> work) {
        return requireNonNull(search.record(work));
    }

    public void commit(Runnable work) {
        commit.record(work);
    }

    /** @param complete tells whether the search may see all that was committed */
    public boolean fence(InterruptibleCondition complete) throws InterruptedException {
        Timer.Sample sample = Timer.start();
        boolean reached = complete.test();
        sample.stop(fence);
        if (!reached) {
            incomplete.increment();
        }
        return reached;
    }

    public void recommended() {
        recommended.increment();
    }

    public void deleted() {
        deleted.increment();
    }

    public void rejected(RejectionReason reason) {
        requireNonNull(rejected.get(reason)).increment();
    }

    /** One line for the log: what was done and where the time went. */
    public String summary() {
        return String.format(
                "%.0f recommended, %.0f deleted, %.0f rejected; mean ms per batch: extract %.0f, fence %.0f, search %.0f,"
                        + " commit %.0f",
                recommended.count(),
                deleted.count(),
                rejected.values().stream().mapToDouble(Counter::count).sum(),
                extract.mean(TimeUnit.MILLISECONDS),
                fence.mean(TimeUnit.MILLISECONDS),
                search.mean(TimeUnit.MILLISECONDS),
                commit.mean(TimeUnit.MILLISECONDS));
    }

    /** Events answered so far, of every kind. */
    public double answeredEvents() {
        return recommended.count()
                + deleted.count()
                + rejected.values().stream().mapToDouble(Counter::count).sum();
    }

    /** A condition that may wait. */
    @FunctionalInterface
    public interface InterruptibleCondition {
        boolean test() throws InterruptedException;
    }
}
