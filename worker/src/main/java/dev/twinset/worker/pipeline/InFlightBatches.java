package dev.twinset.worker.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The batches between intake and the end of their transaction, and the one owner of that state: how many there may be,
 * which of them still count, and which features they add to a search. Any thread.
 *
 * <p>Every batch belongs to an epoch. When a batch fails, or the partitions are lost, the epoch ends: batches of an
 * ended epoch are dropped, because they may have seen features of the failed one, and reading starts again at the
 * committed offsets.
 */
public final class InFlightBatches {
    private final int limit;
    private final Deque<ExtractedBatch> visible = new ArrayDeque<>();
    private int count;
    private long epoch;

    /** @param limit batches in flight at most */
    public InFlightBatches(int limit) {
        this.limit = limit;
    }

    /** Admits one batch; false if there was no room in time. */
    public synchronized boolean admit(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (count >= limit) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        count++;
        return true;
    }

    /**
     * Waits until a batch would pass through without waiting for those ahead: none is extracted, and at most one is
     * searched or committed. A batch that is not full does better to grow until then.
     *
     * @return whether it is so now
     */
    public synchronized boolean awaitClear(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (count > visible.size() || count > 1) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    /**
     * Makes the features of a batch visible to its own search and to those behind it. Batches arrive in the order of
     * their numbers.
     *
     * <p>First this, then wait for the high watermark, then search: a batch ahead that commits meanwhile is then in
     * what this returns or below the watermark, often both, but never neither.
     *
     * @return the batches that a search sees now, oldest first, this one last
     */
    public synchronized List<ExtractedBatch> show(ExtractedBatch batch) {
        visible.addLast(batch);
        notifyAll();
        return List.copyOf(visible);
    }

    /** Ends a batch: it was committed, and so reaches the index through the changelog, or it was dropped. */
    public synchronized void remove(long number) {
        visible.removeIf(batch -> batch.number() == number);
        count--;
        notifyAll();
    }

    /** The epoch of batches that are read now. */
    public synchronized long epoch() {
        return epoch;
    }

    /** Batches of the present epoch no longer count: their stages drop them. */
    public synchronized void endEpoch() {
        epoch++;
    }

    /** Admitted batches that have not ended. */
    public synchronized int count() {
        return count;
    }

    /** Waits until no batch is in flight, however long that takes. The caller must keep new batches out meanwhile. */
    public synchronized void awaitNone() {
        boolean interrupted = false;
        while (count > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true; // a batch in flight must end before its partitions are given away
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
