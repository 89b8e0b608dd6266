package dev.twinset.worker.metrics;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.vision.ExtractionListener;
import dev.twinset.vision.memory.NativeUsage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Every meter of ours; the timers are those of {@link Stage}. Names are public API, and {@code docs/metrics.md} says
 * what to make of them.
 *
 * <p>No event gets out of sight: received = recommended + deleted + rejected + built + dropped + in flight, except for
 * the instant in which a batch goes from one to another. What is dropped was not committed, and is received again, here
 * or by another worker.
 *
 * <p>Recording is for any thread. Per event there is the latency, per image also the decoding, all else is per batch.
 */
public final class WorkerMetrics implements ExtractionListener {
    private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096};

    /**
     * What is older was read again for a new model, or has a wrong time: one such record would distort every average.
     */
    private static final long MAX_LATENCY_MILLIS = Duration.ofDays(30).toMillis();

    private final Meters meters;
    private final Clock clock;
    private final Counter received;
    private final Counter recommended;
    private final Counter revised;
    private final Counter deleted;
    private final Counter built;
    private final Counter dropped;
    private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);
    private final AtomicLong inFlight = new AtomicLong();
    private final DistributionSummary batchSize;
    private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);
    private final Counter incomplete;
    private final Counter overtaken;
    private final Counter aborted;
    private final Counter unreadableAttributes;
    private final Counter refills;
    private volatile double restoreSeconds = Double.NaN;

    /** Meters that nobody reads, for work that must not be counted. */
    public static WorkerMetrics unread(Clock clock) {
        return new WorkerMetrics(new SimpleMeterRegistry(), clock);
    }

    /** @param clock that the time of a record is compared with */
    public WorkerMetrics(MeterRegistry registry, Clock clock) {
        this.meters = new Meters(registry);
        this.clock = requireNonNull(clock, "clock is null");
        received = meters.counter("twinset.received", "events", "events that entered the worker in a batch");
        recommended = meters.counter("twinset.recommended", "events", "uploads and queries answered and committed");
        revised = meters.counter("twinset.revised", "answers", "answers given afresh, without an event of their own");
        deleted = meters.counter("twinset.deleted", "events", "deletions committed");
        built = meters.counter("twinset.built", "events", "events committed that another model answers");
        dropped = meters.counter("twinset.dropped", "events", "events of batches not committed: they are read again");
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(
                    reason,
                    meters.counter("twinset.rejected", "events", "dead letters committed", "reason", reason.name()));
        }
        meters.gauge("twinset.in.flight", "events", "events received and not committed or dropped yet", inFlight::get);
        batchSize = meters.sizes("twinset.batch.size", "events", "events of one batch, one transaction", BATCH_SIZES);
        for (Stage stage : Stage.values()) {
            timers.put(stage, meters.timer(stage));
        }
        incomplete = meters.counter(
                "twinset.search.incomplete", "batches", "batches searched before all that was committed had arrived");
        String failed = "transactions that failed, by a rebalance (which is normal) or aborted for another cause";
        overtaken = meters.counter("twinset.commit.failed", "batches", failed, "cause", "rebalance");
        aborted = meters.counter("twinset.commit.failed", "batches", failed, "cause", "abort");
        unreadableAttributes = meters.counter(
                "twinset.attributes.unreadable", "records", "records of the topic of attributes that were left out");
        refills = meters.counter(
                "twinset.engine.refills", "searches", "searches of a batch that asked OpenSearch more than once");
        meters.gauge(
                "twinset.replica.restore",
                "seconds",
                "how long this start waited for the index; NaN until it is restored",
                () -> restoreSeconds);
        watchMemory();
    }

    private void watchMemory() {
        String offHeap = "memory outside the Java heap that a part of the worker holds";
        meters.gauge(
                "twinset.offheap", "bytes", offHeap, () -> NativeUsage.now().network(), "area", "network");
        meters.gauge(
                "twinset.offheap", "bytes", offHeap, () -> NativeUsage.now().decoding(), "area", "decoding");
        meters.gauge(
                "twinset.offheap", "bytes", offHeap, () -> NativeUsage.now().scratch(), "area", "scratch");
        meters.gauge(
                "twinset.resident",
                "bytes",
                "physical memory of the process",
                () -> NativeUsage.now().resident());
    }

    /** Says what runs here. */
    public void describe(String version, String model, String worker, boolean oneDnn) {
        meters.flag(
                "twinset.info",
                "always 1: the version, the model and the worker are in its tags",
                () -> 1,
                "version",
                version,
                "model",
                model,
                "worker",
                worker);
        meters.flag("twinset.onednn.live", "1 if convolutions run in oneDNN, 0 if in slow code", () -> oneDnn ? 1 : 0);
    }

    /** @param serving whether this worker's model is the one that answers */
    public void watchServing(BooleanSupplier serving) {
        meters.flag(
                "twinset.serving",
                "1 while the worker's model is the one that answers",
                () -> serving.getAsBoolean() ? 1 : 0);
    }

    public void watchHealth(BooleanSupplier live, BooleanSupplier ready) {
        meters.flag("twinset.live", "1 while loops and stages make progress", () -> live.getAsBoolean() ? 1 : 0);
        meters.flag(
                "twinset.ready", "1 while the worker takes its share of events", () -> ready.getAsBoolean() ? 1 : 0);
    }

    /**
     * Shows how far this worker has read.
     *
     * @param items live items of the index
     * @param behind records of the changelog that the index does not hold yet
     * @param waiting records of this worker's partitions that it has not polled yet
     */
    public void watchProgress(
            DoubleSupplier items, DoubleSupplier behind, DoubleSupplier waiting, DoubleSupplier held) {
        meters.gauge("twinset.replica", "items", "items that a search looks at", items);
        meters.gauge("twinset.replica.lag", "records", "records of the topics it copies that the index lacks", behind);
        meters.gauge("twinset.input.lag", "records", "records of its partitions that it has not polled yet", waiting);
        meters.gauge("twinset.input.held", "records", "records that an open transaction keeps from every reader", held);
    }

    /** @param waiting items whose answers are to be given afresh */
    public void watchStanding(DoubleSupplier waiting) {
        meters.gauge("twinset.standing.waiting", "items", "items that wait to be answered afresh", waiting);
    }

    /** @param tail changes in memory that the search engine does not show yet */
    public void watchEngine(DoubleSupplier tail) {
        meters.gauge("twinset.engine.tail", "items", "changes in memory that the engine does not show yet", tail);
    }

    /** A batch enters. */
    public void received(int events) {
        received.increment(events);
        inFlight.addAndGet(events);
        if (events > 0) { // without events it holds answers given afresh
            batchSize.record(events);
        }
    }

    /** A batch leaves uncommitted. */
    public void dropped(int events) {
        dropped.increment(events);
        inFlight.addAndGet(-events);
    }

    /** A batch leaves committed; what became of each event was counted before. */
    public void committed(List<EventRecord> events) {
        long now = clock.millis();
        for (EventRecord event : events) {
            long waited = Math.max(0, now - event.timestampMillis()); // its clock may run ahead of ours
            if (event.timestampMillis() >= 0 && waited <= MAX_LATENCY_MILLIS) { // below 0: the record has no time
                timer(Stage.LATENCY).record(waited, TimeUnit.MILLISECONDS);
            }
        }
        inFlight.addAndGet(-events.size());
    }

    public void recommended() {
        recommended.increment();
    }

    public void revised(int answers) {
        revised.increment(answers);
    }

    public void deleted() {
        deleted.increment();
    }

    public void built() {
        built.increment();
    }

    public void rejected(RejectionReason reason) {
        requireNonNull(rejected.get(reason)).increment();
    }

    /** @param byRebalance whether a rebalance overtook the transaction */
    public void commitFailed(boolean byRebalance) {
        (byRebalance ? overtaken : aborted).increment();
    }

    public void unreadableAttributes() {
        unreadableAttributes.increment();
    }

    public void restored(Duration time) {
        restoreSeconds = time.toNanos() / 1e9;
    }

    @Override
    public void decoded(long nanos) {
        timer(Stage.DECODE).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void forwarded(int images, long nanos) {
        timer(Stage.FORWARD).record(nanos, TimeUnit.NANOSECONDS);
    }

    public <T> T extract(Supplier<T> work) {
        return requireNonNull(timer(Stage.EXTRACT).record(work));
    }

    public <T> T search(Supplier<T> work) {
        return requireNonNull(timer(Stage.SEARCH).record(work));
    }

    public <T> T engineSearch(Supplier<T> work) {
        return requireNonNull(timer(Stage.ENGINE_SEARCH).record(work));
    }

    public void engineWrite(Runnable work) {
        timer(Stage.ENGINE_WRITE).record(work);
    }

    /** Too few items of the engine's first answer were left. */
    public void engineRefill() {
        refills.increment();
    }

    public void commit(Runnable work) {
        timer(Stage.COMMIT).record(work);
    }

    /** @param complete tells whether the search may see all that was committed */
    public boolean fence(InterruptibleCondition complete) throws InterruptedException {
        Timer.Sample sample = Timer.start();
        boolean reached = complete.test();
        sample.stop(timer(Stage.FENCE));
        if (!reached) {
            incomplete.increment();
        }
        return reached;
    }

    private Timer timer(Stage stage) {
        return requireNonNull(timers.get(stage));
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
