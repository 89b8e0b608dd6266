package dev.twinset.worker.health;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One loop or stage, and since when it has been busy with one turn. Its own thread begins and ends turns; any thread
 * may look.
 */
public final class Heartbeat {
    private static final long IDLE = Long.MIN_VALUE;

    private final String name;
    private final LongSupplier nanoTime;
    private volatile long since = IDLE;

    Heartbeat(String name, LongSupplier nanoTime) {
        this.name = requireNonNull(name, "name is null");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    }

    /** For a step that may wait for as long as it takes. */
    public static Heartbeat unwatched() {
        return new Heartbeat("a step that is not watched", System::nanoTime);
    }

    /** A turn begins; of a loop also the next turn, which ends the one before. */
    public void begin() {
        since = Math.max(IDLE + 1, nanoTime.getAsLong());
    }

    /** Nothing is going on until the next {@link #begin}. */
    public void end() {
        since = IDLE;
    }

    /** What a person should know, if one turn has lasted longer than it may. */
    Optional<String> stuck(Duration limit) {
        long began = since;
        if (began == IDLE) {
            return Optional.empty();
        }
        Duration busy = Duration.ofNanos(nanoTime.getAsLong() - began);
        return busy.compareTo(limit) <= 0
                ? Optional.empty()
                : Optional.of(name + " has made no progress for " + busy.toSeconds() + " s, expected at most "
                        + limit.toSeconds() + " s");
    }
}
