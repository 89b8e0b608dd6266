package dev.twinset.worker.kafka;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * How long ago the index held all of the changelog. A compacted topic forgets deletions after its
 * {@code delete.retention.ms}: a worker that was suspended or cut off for longer would keep items that are gone, so it
 * must not read on. For the thread of the follower.
 */
final class ChangelogAge {
    private static final Duration BETWEEN_CHECKS = Duration.ofMinutes(1);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Clock clock;
    private final Duration limit;
    private Instant current;
    private Instant asked;
    private Optional<Map<TopicPartition, Long>> target = Optional.empty();

    /**
     * Of an index that holds all of the changelog, or is about to.
     *
     * @param consumer with its partitions assigned
     * @param tombstonesLast how long the changelog keeps deletions
     */
    ChangelogAge(Consumer<byte[], byte[]> consumer, Duration tombstonesLast, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
        // half of it: deletions written just after that moment must still be there once the index has caught up
        Duration half = tombstonesLast.dividedBy(2);
        this.limit = half.compareTo(BETWEEN_CHECKS.multipliedBy(5)) > 0 ? half : BETWEEN_CHECKS.multipliedBy(5);
        this.current = clock.instant();
        this.asked = current;
    }

    /**
     * Comes after each poll and before what it returned is applied.
     *
     * @throws WorkerException if the index is too old to be brought up to date
     */
    void check() {
        Instant now = clock.instant();
        if (Duration.between(current, now).compareTo(limit) > 0) {
            throw new WorkerException("the local index was last up to date at " + current + ", and the changelog keeps"
                    + " deletions for twice " + limit.toMinutes() + " minutes: this worker was suspended or cut off for"
                    + " too long; start it again, and it rebuilds the index (one in OpenSearch it does not: see the"
                    + " check index of twinset doctor)");
        }
        if (target.isEmpty() && Duration.between(asked, now).compareTo(BETWEEN_CHECKS) >= 0) {
            ask(now);
        }
        if (target.filter(this::isReached).isPresent()) {
            current = asked;
            target = Optional.empty();
        }
    }

    private void ask(Instant now) {
        asked = now;
        try {
            target = Optional.of(consumer.endOffsets(consumer.assignment(), REQUEST_TIMEOUT));
        } catch (TimeoutException e) {
            target = Optional.empty(); // cut off: the index grows older
        }
    }

    private boolean isReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
