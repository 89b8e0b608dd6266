package dev.twinset.producer.rejected;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How dead letters are sent again.
 *
 * @param filter which; without reasons only those that can succeed ({@link ReasonAdvice})
 * @param maxReplays an event that was sent again so often is left out: it would be replayed forever
 * @param overwriteNewer also where the item was uploaded again or deleted since
 * @param eventsPerSecond evenly spaced; infinite for as fast as can be
 * @param dryRun only find out what would be sent
 * @param timeout how long to wait for answers in the end; empty for not at all
 */
public record RedriveOptions(
        DeadLetterFilter filter,
        int maxReplays,
        boolean overwriteNewer,
        double eventsPerSecond,
        boolean dryRun,
        Optional<Duration> timeout) {
    public static final int MAX_REPLAYS = 3;

    public RedriveOptions {
        requireNonNull(filter, "filter is null");
        requireNonNull(timeout, "timeout is null");
        if (maxReplays < 1) {
            throw new IllegalArgumentException("--max-replays is " + maxReplays + ", expected 1 or more");
        }
        if (!(eventsPerSecond > 0)) {
            throw new IllegalArgumentException("--rate is " + eventsPerSecond + ", expected more than 0");
        }
    }

    public static RedriveOptions of(DeadLetterFilter filter) {
        return new RedriveOptions(filter, MAX_REPLAYS, false, Double.POSITIVE_INFINITY, false, Optional.empty());
    }
}
