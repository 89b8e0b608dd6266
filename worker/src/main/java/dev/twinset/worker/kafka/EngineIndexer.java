package dev.twinset.worker.kafka;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.engine.EngineDocument;
import dev.twinset.worker.engine.EngineFeatureIndex;
import dev.twinset.worker.engine.EngineUnavailableException;
import dev.twinset.worker.engine.SearchEngine;
import dev.twinset.worker.features.FeatureChange;
import dev.twinset.worker.features.UsableChanges;
import dev.twinset.worker.health.Heartbeat;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.search.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies this worker's share of the changelog into the search engine. The workers of a model are one consumer group for
 * it. Offsets are committed once the engine shows everything before them, so that each worker can forget that. Records
 * may be copied twice, by two workers even: the engine keeps the newest of each item. Owns its thread.
 */
final class EngineIndexer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EngineIndexer.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> changelog;
    private final EventCodec codec;
    private final int dimension;
    private final SearchEngine engine;
    private final EngineFeatureIndex index;
    private final Duration refreshEvery;
    private final WorkerMetrics metrics;
    private final Heartbeat turn;
    private final java.util.function.Consumer<Throwable> onFailure;
    private final Thread thread = new Thread(this::run, "indexer");
    private final AssignedPartitions assigned = new AssignedPartitions();
    private volatile boolean stopping;
    private Map<TopicPartition, OffsetAndMetadata> committed = Map.of();
    private boolean written;
    private long refreshed = System.nanoTime();
    private int failures;

    /** @param consumer of the group, unsubscribed; closed by the indexer's thread */
    EngineIndexer(
            Consumer<byte[], byte[]> consumer,
            List<TopicPartition> changelog,
            EventCodec codec,
            int dimension,
            EngineFeatureIndex index,
            Duration refreshEvery,
            WorkerMetrics metrics,
            Heartbeat turn,
            java.util.function.Consumer<Throwable> onFailure) {
        this.consumer = consumer;
        this.changelog = List.copyOf(changelog);
        this.codec = codec;
        this.dimension = dimension;
        this.engine = index.engine();
        this.index = index;
        this.refreshEvery = refreshEvery;
        this.metrics = metrics;
        this.turn = turn;
        this.onFailure = onFailure;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try (consumer) {
            Set<String> topic = changelog.stream().map(TopicPartition::topic).collect(Collectors.toSet());
            consumer.subscribe(topic, assigned);
            copy();
        } catch (InterruptedException stop) {
            log.debug("indexer interrupted");
        } catch (RuntimeException | Error e) {
            onFailure.accept(e);
        } finally {
            if (stopping) { // a loop that ended otherwise makes no progress
                turn.end();
            }
        }
    }

    private void copy() throws InterruptedException {
        try {
            while (!stopping) {
                turn.begin();
                turn();
            }
        } catch (WakeupException stop) {
            log.debug("indexer stopped");
        }
    }

    private void turn() throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
        try {
            records = consumer.poll(POLL);
            write(records);
            if (System.nanoTime() - refreshed >= refreshEvery.toNanos()) {
                show();
            }
            failures = 0;
        } catch (EngineUnavailableException e) {
            log.warn("the search engine takes no features, trying again: {}", e.getMessage());
            pause(records);
        } catch (CommitFailedException e) {
            log.debug("another worker copies these partitions now: {}", e.getMessage());
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            if (ErrorClassifier.fatal(e)) {
                throw e;
            }
            log.warn("the brokers do not answer the indexer, trying again: {}", e.getMessage());
            pause(records);
        }
    }

    /** What was not written is read again. */
    private void pause(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        for (TopicPartition partition : records.partitions()) {
            if (assigned.all().contains(partition)) {
                consumer.seek(partition, records.records(partition).get(0).offset());
            }
        }
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures++, 10));
        Thread.sleep((doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE).toMillis());
    }

    private void write(ConsumerRecords<byte[], byte[]> records) {
        Map<String, EngineDocument> last = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            document(record).ifPresent(document -> last.put(document.itemId(), document));
        }
        if (!last.isEmpty()) {
            metrics.engineWrite(() -> engine.write(new ArrayList<>(last.values())));
            written = true;
        }
    }

    private Optional<EngineDocument> document(ConsumerRecord<byte[], byte[]> record) {
        FeatureRecord feature;
        try {
            feature = codec.feature(KafkaRecords.incoming(record), dimension);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the follower of the changelog warns of it
        }
        FeatureChange change =
                new FeatureChange(feature.itemId(), feature.vector(), feature.attributes(), feature.options());
        Map<String, Optional<Item>> usable = new UsableChanges(dimension).lastOfEach(List.of(change));
        Optional<Item> item = usable.getOrDefault(feature.itemId(), Optional.empty());
        return usable.isEmpty()
                ? Optional.empty()
                : Optional.of(new EngineDocument(feature.itemId(), record.partition(), record.offset(), item));
    }

    /** In this order: what is committed is shown. */
    private void show() {
        if (written) {
            metrics.engineWrite(engine::refresh);
            written = false;
        }
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        assigned.all()
                .forEach(partition -> positions.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        if (!positions.equals(committed)) {
            consumer.commitSync(positions);
            committed = positions;
        }
        index.shown(shown(consumer, changelog), engine.count());
        refreshed = System.nanoTime();
    }

    /** Partition to the first record that the engine may not show, as the group of the consumer has committed it. */
    static Map<Integer, Long> shown(Consumer<?, ?> consumer, List<TopicPartition> changelog) {
        Map<Integer, Long> offsets = new HashMap<>();
        consumer.committed(Set.copyOf(changelog)).forEach((partition, offset) -> {
            if (offset != null) {
                offsets.put(partition.partition(), offset.offset());
            }
        });
        return offsets;
    }

    /** Waits for the thread. */
    @Override
    public void close() {
        stopping = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
