package dev.twinset.worker.kafka;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.vision.memory.FreedMemory;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.health.Heartbeat;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.standing.Changed;
import dev.twinset.worker.standing.StandingAnswers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index's only writer: copies what was committed to the changelog, by this worker and the others alike, and to the
 * topic of attributes, so that the index is a pure function of these logs. Owns its thread; failing, it tells the
 * worker and ends.
 */
final class ChangelogFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangelogFollower.class);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final FollowedTopics topics;
    private final EventCodec codec;
    private final FeatureIndex index;
    private final ServingModels models;
    private final int dimension;
    private final ChangelogAge age;
    private final Duration syncEvery;
    private final WorkerMetrics metrics;
    private final Heartbeat turn;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private final StandingAnswers standing;
    private volatile boolean stopping;
    private final FreedMemory freed = new FreedMemory();
    private long lastSync = System.nanoTime();

    /** @param consumer read_committed, unsubscribed; closed by the follower's thread */
    ChangelogFollower(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            FollowedTopics topics,
            EventCodec codec,
            FeatureIndex index,
            ServingModels models,
            int dimension,
            ChangelogAge age,
            Duration syncEvery,
            WorkerMetrics metrics,
            Heartbeat turn,
            Consumer<Throwable> onFailure,
            StandingAnswers standing) {
        this.consumer = consumer;
        this.topics = topics;
        this.codec = codec;
        this.index = index;
        this.models = models;
        this.dimension = dimension;
        this.age = age;
        this.syncEvery = syncEvery;
        this.metrics = metrics;
        this.turn = turn;
        this.onFailure = onFailure;
        this.standing = standing;
        this.thread = new Thread(this::run, "changelog");
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (consumer) {
            follow();
        } catch (WakeupException stop) {
            log.debug("changelog follower stopped");
        } catch (IOException e) {
            onFailure.accept(new WorkerException(
                    "the feature store cannot be written: " + e.getMessage()
                            + "; free space, or set data.dir to another disk, and start again: nothing is lost",
                    e));
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
        } finally {
            turn.end();
        }
    }

    private void follow() throws IOException {
        consumer.assign(topics.all());
        consumer.seekToBeginning(topics.attributes());
        consumer.seekToBeginning(List.of(topics.models()));
        Map<Integer, Long> offsets = index.offsets().features();
        for (TopicPartition partition : topics.features()) {
            Long next = offsets.get(partition.partition());
            if (next == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, next);
            }
        }
        while (!stopping) {
            turn.begin();
            try {
                if (index.accepts()) {
                    consumer.resume(consumer.paused());
                } else {
                    consumer.pause(topics.features());
                }
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
                age.check();
                apply(records);
                freed.giveBackNowAndThen();
            } catch (InvalidOffsetException e) {
                throw new WorkerException(
                        "the changelog " + topics.features().get(0).topic()
                                + " no longer holds the offsets this worker stopped at (" + e.partitions()
                                + "): start the worker again, and it rebuilds its copy",
                        e);
            }
        }
        index.sync();
    }

    private void apply(ConsumerRecords<byte[], byte[]> records) throws IOException {
        Map<TopicPartition, Long> next = new HashMap<>();
        records.nextOffsets().forEach((partition, offset) -> next.put(partition, offset.offset()));
        Map<Integer, Long> features = topics.features(next);
        if (!features.isEmpty()) {
            List<FeatureChange> changes = changes(records);
            apply(changes.stream().map(FeatureChange::itemId), () -> index.apply(changes, features));
        }
        Map<Integer, Long> attributes = topics.attributes(next);
        if (!attributes.isEmpty()) {
            List<ItemAttributes> items = descriptions(records);
            apply(items.stream().map(ItemAttributes::itemId), () -> index.describe(items, attributes));
        }
        records.records(topics.models()).forEach(record -> models.apply(KafkaRecords.incoming(record)));
        if (next.containsKey(topics.models())) {
            models.readTo(next.get(topics.models()));
        }
        if (System.nanoTime() - lastSync >= syncEvery.toNanos()) {
            index.sync();
            lastSync = System.nanoTime();
        }
    }

    /** A change of the index, which the disk may refuse. */
    private interface IndexChange {
        void run() throws IOException;
    }

    /** Makes a change, and tells of the items that it is about. */
    private void apply(Stream<String> itemIds, IndexChange change) throws IOException {
        if (!standing.enabled()) {
            change.run();
            return;
        }
        Map<String, Optional<Item>> before = new LinkedHashMap<>();
        itemIds.forEach(itemId -> before.computeIfAbsent(itemId, index::item));
        change.run();
        List<Changed> changed = new ArrayList<>(before.size());
        before.forEach((itemId, item) -> changed.add(new Changed(itemId, item, index.item(itemId))));
        try {
            standing.changed(changed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<FeatureChange> changes(ConsumerRecords<byte[], byte[]> records) {
        List<FeatureChange> changes = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record :
                records.records(topics.features().get(0).topic())) {
            try {
                FeatureRecord feature = codec.feature(KafkaRecords.incoming(record), dimension);
                changes.add(
                        new FeatureChange(feature.itemId(), feature.vector(), feature.attributes(), feature.options()));
            } catch (IllegalArgumentException e) {
                // poison: somebody else wrote it; it was never a feature and can never be searched
                log.warn(
                        "left out a record of the changelog that is not a feature: {}-{}@{}: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
        return changes;
    }

    private List<ItemAttributes> descriptions(ConsumerRecords<byte[], byte[]> records) {
        List<ItemAttributes> items = new ArrayList<>(records.count());
        for (TopicPartition partition : topics.attributes()) {
            for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                try {
                    items.add(codec.itemAttributes(KafkaRecords.incoming(record)));
                } catch (IllegalArgumentException e) {
                    metrics.unreadableAttributes();
                    log.warn("left out a record of the topic of attributes: {}", e.getMessage());
                }
            }
        }
        return items;
    }

    /** Records of the logs that the index does not hold yet. Any thread. */
    double behind() {
        return ConsumerLag.of(consumer);
    }

    /** Stops following and waits for the thread, which syncs the index first. */
    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
