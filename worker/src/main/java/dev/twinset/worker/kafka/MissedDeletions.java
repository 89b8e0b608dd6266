package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.features.FeatureIndex;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds deletions that the group can no longer read. The topic of images keeps a tombstone for its
 * {@code delete.retention.ms}; a group that was away for longer, or whose offsets expired, would keep the deleted items
 * forever. Every commit carries its time, so the next owner of a partition knows how long nobody read it. If that was
 * too long, the partition is read once from its beginning: an item of the index that has no record there was deleted.
 *
 * <p>Meanwhile the partition is paused, so that nothing of it reaches the index. What was missed becomes tombstones in
 * front of its next record. The poll thread calls; a thread of its own reads.
 */
final class MissedDeletions implements AutoCloseable {
    /** Half of what the topic must keep deletions for, {@code TopicDefinitions}. */
    static final Duration LIMIT = Duration.ofDays(15);

    private static final Logger log = LoggerFactory.getLogger(MissedDeletions.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Tombstones of a partition that are handed out at once. */
    private static final int PORTION = 256;

    /** 32 MB. A partition that comes after so many waits for the next listing of the index. */
    private static final int MOST_KEYS = 4 << 20;

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Set<String> images;
    private final FeatureIndex index;
    private final Clock clock;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "missed-deletions");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<TopicPartition> unknown = new HashSet<>();
    private final Set<TopicPartition> waiting = new HashSet<>();
    private final Queue<TopicPartition> queue = new ConcurrentLinkedQueue<>();
    private final Map<TopicPartition, Queue<String>> found = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param consumers opens one that reads what is committed, in no group
     * @param images the topic; empty if an item's partition does not follow from its id
     */
    MissedDeletions(Supplier<Consumer<byte[], byte[]>> consumers, Set<String> images, FeatureIndex index, Clock clock) {
        this.consumers = consumers;
        this.images = images;
        this.index = index;
        this.clock = clock;
    }

    /**
     * These are not read until it is known how long nobody read them. Tombstones that were handed out may have been in
     * a batch that was dropped, so those of a partition are looked for again.
     */
    void assigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (found.remove(partition) != null) {
                waiting.remove(partition);
            }
            if (index.items() > 0 && images.contains(partition.topic())) {
                unknown.add(partition);
            }
        }
    }

    Set<TopicPartition> unknown() {
        return Set.copyOf(unknown);
    }

    /**
     * Begins to examine those of the unknown ones that nobody has read for too long.
     *
     * @param committed of the unknown ones, as far as there is one
     * @param count partitions of the images' topic
     */
    void examine(Map<TopicPartition, OffsetAndMetadata> committed, int count) {
        for (TopicPartition partition : unknown()) {
            unknown.remove(partition);
            if (!waiting.contains(partition) && wasAway(committed.get(partition))) {
                waiting.add(partition);
                found.remove(partition);
                queue.add(partition);
            }
        }
        if (!queue.isEmpty()) {
            reader.execute(() -> examineQueued(count));
        }
    }

    private boolean wasAway(@Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return true; // offsets expire, too
        }
        // without a time it is of an older version of this program
        return CommitStamp.of(committed.metadata())
                .filter(stamp -> stamp.time().plus(LIMIT).isBefore(clock.instant()))
                .isPresent();
    }

    void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(unknown::remove);
        partitions.forEach(waiting::remove);
        partitions.forEach(found::remove);
    }

    /** Partitions that must not be read yet. */
    Set<TopicPartition> waiting() {
        Set<TopicPartition> all = new HashSet<>(waiting);
        all.addAll(unknown);
        return all;
    }

    /**
     * Some of the tombstones that go before the next record of a partition. A partition waits until all of its are in a
     * batch. A million of them must not be in memory as records at once.
     *
     * @param buffered whether records of a partition are not yet in a batch
     */
    List<ConsumerRecord<byte[], byte[]>> take(Consumer<?, ?> consumer, Predicate<TopicPartition> buffered) {
        List<ConsumerRecord<byte[], byte[]>> tombstones = new ArrayList<>();
        for (TopicPartition partition : Set.copyOf(waiting)) {
            Queue<String> ids = found.get(partition);
            if (ids == null || buffered.test(partition)) {
                continue;
            }
            if (ids.isEmpty()) {
                found.remove(partition);
                waiting.remove(partition);
                continue;
            }
            long before = consumer.position(partition, TIMEOUT) - 1;
            for (int i = 0; i < PORTION && !ids.isEmpty(); i++) {
                tombstones.add(new ConsumerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        before,
                        ids.remove().getBytes(UTF_8),
                        null));
            }
        }
        return tombstones;
    }

    private void examineQueued(int count) {
        while (!closed && !queue.isEmpty()) {
            Map<TopicPartition, Queue<String>> deleted = new HashMap<>();
            try {
                examineSome(count, deleted);
                if (!closed) {
                    deleted.forEach((partition, ids) ->
                            log.info("{} items were deleted from {} while nobody read it", ids.size(), partition));
                    found.putAll(deleted);
                }
            } catch (KafkaException | EngineUnavailableException e) {
                log.warn("cannot look for deletions that were missed, trying again: {}", e.getMessage());
                queue.addAll(deleted.keySet());
                try {
                    Thread.sleep(1_000);
                } catch (InterruptedException end) {
                    return;
                }
            } catch (RuntimeException e) {
                if (!closed) { // the index is, too
                    Set<TopicPartition> given = new HashSet<>(deleted.keySet());
                    for (TopicPartition partition; (partition = queue.poll()) != null; ) {
                        given.add(partition);
                    }
                    log.error("{} are read on, whatever deletions were missed", given, e);
                    given.forEach(partition -> found.put(partition, new ArrayDeque<>()));
                }
            }
        }
    }

    /**
     * Examines as many of the queued partitions as fit, since the index can only be listed as a whole.
     *
     * @param deleted gets these partitions, each with the items that have no record there
     */
    private void examineSome(int count, Map<TopicPartition, Queue<String>> deleted) {
        KeyHashes keys = new KeyHashes();
        Map<Integer, Queue<String>> deletedFrom = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            for (TopicPartition partition; keys.size() < MOST_KEYS && (partition = queue.poll()) != null; ) {
                log.info(
                        "{} has not been read for {} days or longer, or its position is not known: looking for"
                                + " deletions that it no longer holds",
                        partition,
                        LIMIT.toDays());
                Queue<String> ids = new ArrayDeque<>();
                deleted.put(partition, ids);
                deletedFrom.put(partition.partition(), ids);
                read(consumer, partition, keys);
            }
        }
        index.forEachItemId(itemId -> {
            byte[] key = itemId.getBytes(UTF_8);
            Queue<String> ids = deletedFrom.get(KafkaRecords.partition(key, count));
            if (ids != null && !keys.contains(key)) {
                ids.add(itemId);
            }
        });
    }

    private void read(Consumer<byte[], byte[]> consumer, TopicPartition partition, KeyHashes keys) {
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        consumer.seekToBeginning(one);
        long end = consumer.endOffsets(one).getOrDefault(partition, 0L);
        while (!closed && consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.key() != null) {
                    keys.add(record.key());
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        reader.shutdown(); // an interrupt would have Kafka's client log a failure
    }
}
