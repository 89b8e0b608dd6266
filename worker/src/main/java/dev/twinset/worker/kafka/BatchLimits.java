package dev.twinset.worker.kafka;

import java.time.Duration;

/**
 * How much may go into one transaction: half as much after each that failed, and more again as they succeed. A batch
 * that is too large for a topic, a quota or the transaction timeout so comes down to one that fits. Any thread.
 */
final class BatchLimits {
    private static final int SUCCESSES_BEFORE_GROWTH = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A single record fails once more before its dead letter goes without its value. */
    private static final int FAILURES_WITH_VALUES = 2;

    private final int maxRecords;
    private final long maxBytes;
    private int halvings;
    private int failures;
    private int failuresOfOne;
    private int successes;

    /**
     * @param maxRecords of a batch
     * @param maxBytes of the values of a batch; a single record may be larger
     */
    BatchLimits(int maxRecords, long maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** A transaction was aborted, and not because of a rebalance. */
    synchronized void failed() {
        if (records() == 1) {
            failuresOfOne++;
        }
        unread();
    }

    /** What the events of a batch refer to could not be read: this says nothing of dead letters. */
    synchronized void unread() {
        failures++;
        successes = 0;
        if (records() > 1) {
            halvings++;
        }
    }

    synchronized void committed() {
        failures = 0;
        failuresOfOne = 0;
        if (halvings > 0 && ++successes >= SUCCESSES_BEFORE_GROWTH) {
            halvings--;
            successes = 0;
        }
    }

    synchronized int records() {
        return Math.max(1, maxRecords >> halvings);
    }

    synchronized long bytes() {
        return Math.max(1, maxBytes >> halvings);
    }

    /** Batches that failed one after the other until now. */
    synchronized int failures() {
        return failures;
    }

    /** Whether dead letters must go without the original value: with it, not even one could be written. */
    synchronized boolean withoutValues() {
        return failuresOfOne >= FAILURES_WITH_VALUES;
    }

    /** How long to wait before the next try: nothing after a first failure, then twice as long each time. */
    synchronized Duration pause() {
        if (failures < 2) {
            return Duration.ZERO;
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 2, 10));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
