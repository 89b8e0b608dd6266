package dev.twinset.worker.kafka;

import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.metrics.WorkerMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Guarantee G1: a search sees every feature whose commit, and every description of an item whose write, returned before
 * the search began. It also knows which model answers, as of that moment. One thread at a time.
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

    /**
     * Waits until the index holds everything committed before this moment; false if that took too long.
     *
     * @throws UnknownServingModelException if it does not become known which model answers now
     */
    boolean await() throws InterruptedException {
        return metrics.fence(() -> {
            Map<TopicPartition, Long> ends;
            try {
                ends = highWatermark.get(timeout);
            } catch (TimeoutException e) {
                awaitRole(roleEnd());
                return false; // the answer says that it may be incomplete
            }
            awaitRole(ends.getOrDefault(topics.models(), 0L));
            return index.await(topics.copied(ends), timeout);
        });
    }

    /** What the worker does now, as of the latest {@link #await}. */
    Role role() {
        return models.role();
    }

    private long roleEnd() {
        try {
            return highWatermark.get(topics.models(), timeout);
        } catch (TimeoutException e) {
            throw new UnknownServingModelException(timeout);
        }
    }

    private void awaitRole(long end) throws InterruptedException {
        if (!models.await(end, timeout)) {
            throw new UnknownServingModelException(timeout);
        }
    }
}
