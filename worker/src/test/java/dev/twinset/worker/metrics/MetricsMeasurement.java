package dev.twinset.worker.metrics;

import dev.twinset.contract.record.EventRecord;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Run by hand: prints what all meters of a batch cost, nanoseconds of a processor for an event; median and extremes of
 * the rounds.
 */
final class MetricsMeasurement {
    private static final int BATCH = 256;
    private static final int BATCHES = 2_000;
    private static final int ROUNDS = 15;

    private final WorkerMetrics metrics =
            new WorkerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), Clock.systemUTC());
    private final List<EventRecord> batch = Collections.nCopies(
            BATCH,
            new EventRecord("images", 0, 0, System.currentTimeMillis(), Optional.empty(), Optional.empty(), List.of()));

    private MetricsMeasurement() {}

    public static void main(String[] arguments) throws InterruptedException {
        MetricsMeasurement measurement = new MetricsMeasurement();
        double[] nanos = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) { // the first ones warm up
            double measured = measurement.nanosOfAnEvent();
            if (round >= 0) {
                nanos[round] = measured;
            }
        }
        Arrays.sort(nanos);
        System.out.printf("%.0f ns an event (%.0f to %.0f)%n", nanos[ROUNDS / 2], nanos[0], nanos[ROUNDS - 1]);
    }

    private double nanosOfAnEvent() throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < BATCHES; i++) {
            everyMeterOfABatch();
        }
        return (double) (threads.getCurrentThreadCpuTime() - start) / BATCHES / BATCH;
    }

    /** What a batch of images goes through, with the two looks at the clock around each decoding. */
    private void everyMeterOfABatch() throws InterruptedException {
        metrics.received(BATCH);
        metrics.extract(() -> {
            for (int image = 0; image < BATCH; image++) {
                long start = System.nanoTime();
                metrics.decoded(System.nanoTime() - start);
            }
            for (int pass = 0; pass < BATCH / 16; pass++) {
                long start = System.nanoTime();
                metrics.forwarded(16, System.nanoTime() - start);
            }
            return batch;
        });
        metrics.fence(() -> true);
        metrics.search(() -> batch);
        metrics.commit(() -> {});
        for (int event = 0; event < BATCH; event++) {
            metrics.recommended();
        }
        metrics.committed(batch);
    }
}
