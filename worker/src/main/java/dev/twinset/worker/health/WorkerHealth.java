package dev.twinset.worker.health;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Whether a worker is live (its loops and stages make progress) and ready (its index is restored and it takes its share
 * of the events). Any thread.
 *
 * <p>Commits are not watched: while no broker answers they wait, and a restart would not help. A short outage of the
 * brokers leaves a worker ready; several batches that fail one after the other do not.
 */
public final class WorkerHealth {
    /** A failover of the brokers or a rebalance costs fewer. */
    private static final int MAX_FAILED_BATCHES = 5;

    private final Duration limit;
    private final Heartbeat polling;
    private final Heartbeat following;
    private final Heartbeat indexing;
    private final Heartbeat extracting;
    private final Heartbeat searching;
    private final Heartbeat standing;
    private volatile Optional<String> notRestored = Optional.of("the worker is starting");
    private volatile boolean member;
    private volatile int failedBatches;
    private volatile boolean stopping;

    /**
     * A worker that is starting.
     *
     * @param limit how long one turn of a loop, or one batch in a stage, may take
     * @param nanoTime as {@link System#nanoTime}
     */
    public WorkerHealth(Duration limit, LongSupplier nanoTime) {
        this.limit = requireNonNull(limit, "limit is null");
        this.polling = new Heartbeat("the poll loop", nanoTime);
        this.following = new Heartbeat("the follower of the changelog", nanoTime);
        this.indexing = new Heartbeat("the indexer, which copies the changelog to the search engine,", nanoTime);
        this.extracting = new Heartbeat("the extraction of a batch", nanoTime);
        this.searching = new Heartbeat("the search of a batch", nanoTime);
        this.standing = new Heartbeat("the scan for answers that changes concern", nanoTime);
    }

    /** The poll loop: a turn is one poll and what belongs to it. */
    public Heartbeat polling() {
        return polling;
    }

    /** The index's writer: a turn is one poll of the changelog and its rows. */
    public Heartbeat following() {
        return following;
    }

    /** A turn is one poll of the changelog and what it writes to the search engine. */
    public Heartbeat indexing() {
        return indexing;
    }

    /** A turn is one batch. */
    public Heartbeat extracting() {
        return extracting;
    }

    /** A turn is one batch. */
    public Heartbeat searching() {
        return searching;
    }

    /** A turn is one scan. */
    public Heartbeat standing() {
        return standing;
    }

    /** @param items in the index so far */
    public void restoring(long items) {
        notRestored = Optional.of("the index is being restored from the changelog: " + items + " items so far");
    }

    public void restored() {
        notRestored = Optional.empty();
    }

    /** @param member whether the consumer group counts this worker as one of its own */
    public void joined(boolean member) {
        this.member = member;
    }

    /** @param inARow how many batches have failed since the last that was committed */
    public void batchFailed(int inARow) {
        failedBatches = inARow;
    }

    public void stopping() {
        stopping = true;
    }

    /** Why this worker should be restarted, a sentence each; empty if it should not. */
    public List<String> notLive() {
        return Stream.of(polling, following, indexing, extracting, searching, standing)
                .flatMap(step -> step.stuck(limit).stream())
                .toList();
    }

    /** Why this worker takes no events, a sentence each; empty if it does. */
    public List<String> notReady() {
        if (stopping) {
            return List.of("the worker is stopping");
        }
        if (notRestored.isPresent()) {
            return Stream.concat(notRestored.stream(), notLive().stream()).toList();
        }
        Stream<String> group = member ? Stream.empty() : Stream.of("the worker is not yet a member of its group");
        Stream<String> writing = failedBatches < MAX_FAILED_BATCHES
                ? Stream.empty()
                : Stream.of("the last " + failedBatches + " batches failed; the log says why");
        return Stream.of(group, writing, notLive().stream())
                .flatMap(each -> each)
                .toList();
    }
}
