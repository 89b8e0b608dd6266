package dev.twinset.worker.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.DoubleSupplier;

/** Registers meters of the kinds that we use, each with a description and, where it counts something, a unit. */
final class Meters {
    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param tags names and values, in turn */
    Counter counter(String name, String unit, String description, String... tags) {
        return Counter.builder(name)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    /**
     * A value that is asked for at each scrape, on the scraper's thread.
     *
     * @param tags names and values, in turn
     */
    void gauge(String name, String unit, String description, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    /** 1 or 0, or a fact that is always 1. */
    void flag(String name, String description, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    Timer timer(Stage stage) {
        return Timer.builder(stage.meter())
                .description(stage.description())
                .serviceLevelObjectives(stage.buckets())
                .register(registry);
    }

    /** @param buckets upper ends of the histogram's buckets */
    DistributionSummary sizes(String name, String unit, String description, double... buckets) {
        return DistributionSummary.builder(name)
                .description(description)
                .baseUnit(unit)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }
}
