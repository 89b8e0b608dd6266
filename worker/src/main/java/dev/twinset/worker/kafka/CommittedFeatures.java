package dev.twinset.worker.kafka;

import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.metrics.WorkerMetrics;
import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;

/** Guarantee G1: a search sees every feature whose commit returned before the search began. One thread at a time. */
final class CommittedFeatures {
    private final FeatureIndex index;
    private final HighWatermark highWatermark;
    private final Duration timeout;
    private final WorkerMetrics metrics;

    /** @param timeout how long a search waits for what others have committed before it goes on without */
    CommittedFeatures(FeatureIndex index, HighWatermark highWatermark, Duration timeout, WorkerMetrics metrics) {
        this.index = index;
        this.highWatermark = highWatermark;
        this.timeout = timeout;
        this.metrics = metrics;
    }

    /** Waits until the index holds everything committed before this moment; false if that took too long. */
    boolean await() throws InterruptedException {
        return metrics.fence(() -> {
            try {
                return index.await(highWatermark.get(timeout), timeout);
            } catch (TimeoutException e) {
                return false; // the answer says that it may be incomplete
            }
        });
    }
}
