package dev.twinset.worker.metrics;

import static java.util.Objects.requireNonNull;

import dev.twinset.contract.rejection.RejectionReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted and timed over some seconds.
 *
 * @param seconds since the start, or between two snapshots
 * @param counts by meter; those of rejections stand apart
 */
record MeterSnapshot(
        double seconds,
        Map<String, Double> counts,
        Map<RejectionReason, Double> rejected,
        Map<Stage, TimerSnapshot> stages) {
    static final List<String> COUNTERS = List.of(
            "twinset.received",
            "twinset.recommended",
            "twinset.deleted",
            "twinset.dropped",
            "twinset.search.incomplete");

    MeterSnapshot {
        counts = Map.copyOf(counts);
        rejected = Map.copyOf(rejected);
        stages = Map.copyOf(stages);
    }

    /** @param seconds since the start */
    static MeterSnapshot of(MeterRegistry registry, double seconds) {
        Map<String, Double> counts = new TreeMap<>();
        COUNTERS.forEach(name -> counts.put(name, count(registry, name)));
        Map<RejectionReason, Double> rejected = new EnumMap<>(RejectionReason.class);
        for (RejectionReason reason : RejectionReason.values()) {
            rejected.put(reason, count(registry, "twinset.rejected", "reason", reason.name()));
        }
        Map<Stage, TimerSnapshot> stages = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            Timer timer = registry.find(stage.meter()).timer();
            stages.put(stage, timer == null ? TimerSnapshot.NONE : TimerSnapshot.of(timer));
        }
        return new MeterSnapshot(seconds, counts, rejected, stages);
    }

    private static double count(MeterRegistry registry, String name, String... tags) {
        Counter counter = registry.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    /** What a gauge says now; NaN if there is none yet. */
    static double gauge(MeterRegistry registry, String name) {
        return registry.find(name).gauges().stream()
                .mapToDouble(Gauge::value)
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    MeterSnapshot since(MeterSnapshot earlier) {
        Map<String, Double> later = new TreeMap<>();
        counts.forEach((name, count) -> later.put(name, count - earlier.counts.getOrDefault(name, 0.0)));
        Map<RejectionReason, Double> laterRejected = new EnumMap<>(RejectionReason.class);
        rejected.forEach(
                (reason, count) -> laterRejected.put(reason, count - earlier.rejected.getOrDefault(reason, 0.0)));
        Map<Stage, TimerSnapshot> laterStages = new EnumMap<>(Stage.class);
        stages.forEach((stage, timer) ->
                laterStages.put(stage, timer.since(earlier.stages.getOrDefault(stage, TimerSnapshot.NONE))));
        return new MeterSnapshot(seconds - earlier.seconds, later, laterRejected, laterStages);
    }

    double count(String name) {
        return counts.getOrDefault(name, 0.0);
    }

    double allRejected() {
        return rejected.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    TimerSnapshot stage(Stage stage) {
        return requireNonNull(stages.get(stage));
    }
}
