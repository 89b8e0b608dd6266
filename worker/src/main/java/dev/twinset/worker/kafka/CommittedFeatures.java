package dev.twinset.worker.kafka;

import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Guarantee G1: a search sees every feature whose commit, and every description of an item whose write, returned before
 * the search began. One thread at a time.
 */
final class CommittedFeatures {
    private final FollowedTopics topics;
    private final FeatureIndex index;
    private final ServingModels models;
    private final HighWatermark highWatermark;
    private final Duration timeout;
    private final WorkerMetrics metrics;

    /** @param timeout how long a search waits for what others have committed before it goes on without */
    CommittedFeatures(
            FollowedTopics topics,
            FeatureIndex index,
            ServingModels models,
            HighWatermark highWatermark,
            Duration timeout,
            WorkerMetrics metrics) {
        this.topics = topics;
        this.models = models;
        this.index = index;
        this.highWatermark = highWatermark;
        this.timeout = timeout;
        this.metrics = metrics;
    }

    /** Waits until the index holds everything committed before this moment; false if that took too long. */
    boolean await() throws InterruptedException {
        return metrics.fence(() -> {
            try {
                Map<TopicPartition, Long> ends = highWatermark.get(timeout);
                if (!models.await(ends.getOrDefault(topics.models(), 0L), timeout)) {
                    throw new UnknownServingModelException(timeout);
                }
                return index.await(topics.copied(ends), timeout);
            } catch (TimeoutException e) {
                return false; // the answer says that it may be incomplete
            }
        });
    }
}
