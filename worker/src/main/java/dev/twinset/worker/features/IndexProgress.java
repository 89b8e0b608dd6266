package dev.twinset.worker.features;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * How far an index has followed the logs, and the lock that guards the index and these offsets, so that they agree. Any
 * thread; one moves the offsets on.
 */
public final class IndexProgress {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final String name;
    private LogOffsets offsets;
    private boolean closed;

    /** @param name of the index, for messages */
    public IndexProgress(String name, LogOffsets offsets) {
        this.name = name;
        this.offsets = offsets;
    }

    /** Reads or changes what the lock guards. */
    public <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads what the lock guards.
     *
     * @throws IllegalStateException if the index is closed
     */
    public <T> T whileOpen(Supplier<T> action) {
        return locked(() -> {
            if (closed) {
                throw new IllegalStateException(name + " is closed");
            }
            return action.get();
        });
    }

    /** Changes what the lock guards. */
    public void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** The next ones to read. */
    public LogOffsets offsets() {
        return locked(() -> offsets);
    }

    /**
     * Changes the index together with the offsets of the changelog.
     *
     * @param next of some partitions; the others stay
     */
    public void features(Map<Integer, Long> next, Runnable change) {
        locked(() -> {
            change.run();
            moveTo(new LogOffsets(with(offsets.features(), next), offsets.attributes()));
        });
    }

    /**
     * Changes the index together with the offsets of the attributes' topic.
     *
     * @param next of some partitions; the others stay
     */
    public void attributes(Map<Integer, Long> next, Runnable change) {
        locked(() -> {
            change.run();
            moveTo(new LogOffsets(offsets.features(), with(offsets.attributes(), next)));
        });
    }

    private static Map<Integer, Long> with(Map<Integer, Long> offsets, Map<Integer, Long> next) {
        Map<Integer, Long> all = new HashMap<>(offsets);
        all.putAll(next);
        return all;
    }

    private void moveTo(LogOffsets next) {
        offsets = next;
        moved.signalAll();
    }

    /** Waits until every partition has reached its offset; false if time ran out or the index was closed first. */
    public boolean await(LogOffsets target, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!offsets.hasReached(target)) {
                if (closed || left <= 0) {
                    return false;
                }
                left = moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all waiting; false if that was done before. */
    public boolean close() {
        return locked(() -> {
            boolean first = !closed;
            closed = true;
            moved.signalAll();
            return first;
        });
    }

    boolean isClosed() {
        return locked(() -> closed);
    }
}
