package dev.twinset.worker.engine;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps whoever tries again from doing so in a hot loop: after a failure, calls fail at once until a back-off has
 * passed, which doubles with each failure. Any thread.
 */
final class Circuit {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(5);

    private final LongSupplier nanoTime;
    private @Nullable EngineUnavailableException failure;
    private long failed;
    private long backoff;

    Circuit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    <T> T call(Supplier<T> call) {
        long start = nanoTime.getAsLong();
        requireClosed(start);
        try {
            T result = call.get();
            close();
            return result;
        } catch (EngineUnavailableException e) {
            open(start, e);
            throw e;
        }
    }

    private synchronized void requireClosed(long now) {
        if (failure != null && now - failed < backoff) {
            throw new EngineUnavailableException(
                    failure.getMessage() + " (asked again in "
                            + Duration.ofNanos(failed + backoff - now).toMillis() + " ms)",
                    failure);
        }
    }

    /** Calls that ran at the same time failed for the same reason: they count once. */
    private synchronized void open(long start, EngineUnavailableException e) {
        if (failure == null) {
            backoff = FIRST.toNanos();
        } else if (start - failed >= 0) {
            backoff = Math.min(2 * backoff, LONGEST.toNanos());
        } else {
            return;
        }
        failure = e;
        failed = nanoTime.getAsLong();
    }

    private synchronized void close() {
        failure = null;
    }
}
