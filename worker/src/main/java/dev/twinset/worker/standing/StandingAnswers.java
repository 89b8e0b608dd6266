package dev.twinset.worker.standing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.result.Cause;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.features.FeatureIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest answers of the items whose events this worker reads, and which of them must be given afresh (guarantee
 * G6). The log's follower tells of changes, {@link #scan} finds the items that they concern, the intake takes these,
 * and what was committed comes back. Any thread.
 *
 * <p>An answer whose search may not have seen a change that was scanned before the answer was committed is given once
 * more. So no change is lost between a search and its commit.
 */
public final class StandingAnswers {
    /** Changes at once beyond which the follower waits. */
    private static final int MOST_CHANGES = 4096;

    private static final int VECTORS_AT_ONCE = 256;

    private final boolean enabled;
    private final Map<String, Latest> latest = new ConcurrentHashMap<>();
    private final Set<Integer> owned = new HashSet<>();
    private final Map<String, Cause> dirty = new LinkedHashMap<>();
    /** After the others: what a change of owners makes dirty is many items, most of them right. */
    private final Map<String, Cause> later = new LinkedHashMap<>();

    private final Set<String> inFlight = new HashSet<>();
    private List<Changed> changes = new ArrayList<>();
    private int partitions;
    private long sequence;
    private long scanned;
    private boolean stopped;

    public StandingAnswers(boolean enabled) {
        this.enabled = enabled;
    }

    public boolean enabled() {
        return enabled;
    }

    /** Number of the last change that the index is known to hold: to be read before a search. */
    public synchronized long sequence() {
        return sequence;
    }

    /** Items that are to be answered afresh. */
    public synchronized int waiting() {
        return dirty.size() + later.size();
    }

    /** The index holds these changes now. The follower waits here while too many are not scanned. */
    public synchronized void changed(List<Changed> more) throws InterruptedException {
        sequence += more.size();
        if (owned.isEmpty() || stopped) {
            changes = new ArrayList<>();
            scanned = sequence;
            return;
        }
        more.stream().filter(change -> !change.isNone()).forEach(changes::add);
        while (changes.size() >= MOST_CHANGES && !stopped) {
            wait(1_000);
        }
    }

    /** Nobody scans any more. */
    public synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    /** Finds the items that the changes of late concern. */
    public void scan(FeatureIndex index) {
        List<Changed> now;
        synchronized (this) {
            now = changes;
            changes = new ArrayList<>();
            scanned = sequence; // before the floors are read: an answer that comes later compares its own number
            notifyAll();
        }
        List<float[]> vectors = new ArrayList<>();
        List<Changed> ofVector = new ArrayList<>();
        for (Changed change : now) {
            if (change.cause().change() == Cause.Change.ATTRIBUTES) {
                mark(change.itemId(), change.cause()); // its own filter may ask for its attributes
            }
            for (float[] vector : change.vectors()) {
                vectors.add(vector);
                ofVector.add(change);
            }
        }
        for (int from = 0; from < vectors.size(); from += VECTORS_AT_ONCE) {
            int to = Math.min(vectors.size(), from + VECTORS_AT_ONCE);
            List<Changed> part = ofVector.subList(from, to);
            index.reverse(vectors.subList(from, to), this::floor, (itemId, i) -> found(itemId, part.get(i)));
        }
    }

    private double floor(String itemId) {
        Latest answer = latest.get(itemId);
        return answer == null ? Double.POSITIVE_INFINITY : answer.floor();
    }

    private void found(String itemId, Changed change) {
        Latest answer = latest.get(itemId);
        if (answer != null
                && !itemId.equals(change.itemId())
                && (answer.accepts(change.before()) || answer.accepts(change.after()))) {
            mark(itemId, change.cause());
        }
    }

    private synchronized void mark(String itemId, Cause cause) {
        if (latest.containsKey(itemId)) {
            later.remove(itemId);
            dirty.putIfAbsent(itemId, cause);
        }
    }

    /** Takes items to be answered afresh, none that is being answered at this time. */
    public synchronized Map<String, Cause> take(int most) {
        Map<String, Cause> taken = new LinkedHashMap<>();
        for (Map<String, Cause> queue : List.of(dirty, later)) {
            var items = queue.entrySet().iterator();
            while (items.hasNext() && taken.size() < most) {
                Map.Entry<String, Cause> item = items.next();
                if (inFlight.add(item.getKey())) {
                    taken.put(item.getKey(), item.getValue());
                    items.remove();
                }
            }
        }
        return taken;
    }

    /** Items that were taken and not answered. */
    public synchronized void putBack(Map<String, Cause> taken) {
        inFlight.removeAll(taken.keySet());
        taken.forEach((itemId, cause) -> {
            if (latest.containsKey(itemId)) {
                (cause.change() == Cause.Change.REFRESH ? later : dirty).putIfAbsent(itemId, cause);
            }
        });
    }

    /**
     * A batch is committed.
     *
     * @param taken what it took
     * @param answered item to its latest answer; empty if it is deleted
     */
    public synchronized void committed(Set<String> taken, Map<String, Optional<Latest>> answered) {
        inFlight.removeAll(taken);
        if (!enabled) { // what was given afresh after a switch needs no more
            taken.forEach(latest::remove);
            return;
        }
        answered.forEach((itemId, answer) -> {
            if (answer.isEmpty()) {
                latest.remove(itemId);
                dirty.remove(itemId);
                later.remove(itemId);
                return;
            }
            latest.put(itemId, answer.get());
            if (answer.get().asOf() < scanned) {
                dirty.putIfAbsent(itemId, new Cause(Cause.Change.REFRESH, itemId));
            }
        });
    }

    /** Nobody knows whether answers of these items were committed: a broker failed in the middle. */
    public synchronized void uncertain(Set<String> itemIds) {
        for (String itemId : itemIds) {
            if (enabled && owns(itemId)) {
                latest.put(itemId, Latest.published(0));
                later.put(itemId, new Cause(Cause.Change.REFRESH, itemId));
            }
        }
    }

    /** What is remembered of an item's latest answer; null if nothing. */
    public @Nullable Latest latest(String itemId) {
        return latest.get(itemId);
    }

    /**
     * The worker reads these partitions of the images now.
     *
     * @param count of all partitions of the images
     * @return those that it did not read before
     */
    public synchronized Set<Integer> assigned(Collection<Integer> read, int count) {
        partitions = count;
        Set<Integer> fresh = new HashSet<>(read);
        fresh.removeAll(owned);
        owned.addAll(fresh);
        return fresh;
    }

    /** The worker no longer reads these; nothing of them is in flight. */
    public synchronized void revoked(Collection<Integer> lost) {
        owned.removeAll(lost);
        latest.keySet().removeIf(itemId -> !owns(itemId));
        dirty.keySet().removeIf(itemId -> !owns(itemId));
        later.keySet().removeIf(itemId -> !owns(itemId));
    }

    /** Whether nothing is known of the latest answer of an item of these partitions. */
    public synchronized boolean isUnknown(String itemId, Set<Integer> among) {
        return among.contains(partition(itemId)) && owns(itemId) && !latest.containsKey(itemId);
    }

    /**
     * All these items are given afresh where that changes what was published.
     *
     * @param digests of what was published of items, as far as there was anything
     */
    public synchronized void refresh(Collection<String> itemIds, Map<String, Long> digests) {
        for (String itemId : itemIds) {
            if (owns(itemId)
                    && latest.putIfAbsent(itemId, Latest.published(digests.getOrDefault(itemId, 0L))) == null) {
                later.put(itemId, new Cause(Cause.Change.REFRESH, itemId));
            }
        }
    }

    private boolean owns(String itemId) {
        return owned.contains(partition(itemId));
    }

    private int partition(String itemId) {
        return KafkaRecords.partition(itemId.getBytes(UTF_8), Math.max(1, partitions));
    }
}
