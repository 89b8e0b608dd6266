package dev.twinset.worker.kafka;

import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.features.LogOffsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a starting worker waits for: that its index has followed the logs to their ends. */
record Restore(
        FeatureIndex index,
        FollowedTopics topics,
        ServingModels models,
        HighWatermark highWatermark,
        Observability observability) {
    private static final Logger log = LoggerFactory.getLogger(Restore.class);

    /** For brokers that are slow to answer while a worker starts. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * Waits until the index holds what is in the log now.
     *
     * @param stopped whether the worker ends
     * @return false if it does, before the index is restored
     */
    boolean await(BooleanSupplier stopped) {
        long start = System.nanoTime();
        long before = index.items();
        Map<TopicPartition, Long> ends = highWatermark.get(TIMEOUT);
        LogOffsets target = topics.copied(ends);
        try {
            while (!index.await(target, Duration.ofSeconds(2))
                    || !models.await(ends.getOrDefault(topics.models(), 0L), Duration.ofSeconds(2))) {
                if (stopped.getAsBoolean()) {
                    return false;
                }
                observability.health().restoring(index.items());
                log.info("restoring: {} items, of the log's {} records", index.items(), sum(target.features()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        observability.metrics().restored(time);
        observability.health().restored();
        log.info("restored {} items in {} ms ({} were on disk)", index.items(), time.toMillis(), before);
        return true;
    }

    private static long sum(Map<Integer, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
