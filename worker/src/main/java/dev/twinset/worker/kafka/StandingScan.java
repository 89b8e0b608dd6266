package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.worker.features.FeatureIndex;
import dev.twinset.worker.health.Heartbeat;
import dev.twinset.worker.standing.Latest;
import dev.twinset.worker.standing.StandingAnswers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps {@link StandingAnswers} up to date on threads of its own: scans what changed, and reads what was last published
 * of the items of partitions that the worker takes over.
 */
final class StandingScan implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StandingScan.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long RETRY_MILLIS = 1_000;

    private final StandingAnswers standing;
    private final FeatureIndex index;
    private final EventCodec codec;
    private final String modelId;
    private final String answers;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Supplier<Consumer<byte[], byte[]>> watermarks;
    private final Heartbeat turn;
    private final java.util.function.Consumer<Throwable> onFailure;
    private final ScheduledExecutorService scanning = executor("standing");
    private final ScheduledExecutorService reading = executor("standing-takeover");
    private volatile boolean closed;

    /**
     * @param modelId that answers; where answers are not kept right, only those of other models are given afresh
     * @param answers the topic
     * @param consumers opens one that reads what is committed, in no group
     * @param watermarks opens one that sees the ends of topics, open transactions included
     */
    StandingScan(
            StandingAnswers standing,
            FeatureIndex index,
            EventCodec codec,
            String modelId,
            String answers,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Supplier<Consumer<byte[], byte[]>> watermarks,
            Heartbeat turn,
            java.util.function.Consumer<Throwable> onFailure) {
        this.standing = standing;
        this.index = index;
        this.codec = codec;
        this.modelId = modelId;
        this.answers = answers;
        this.consumers = consumers;
        this.watermarks = watermarks;
        this.turn = turn;
        this.onFailure = onFailure;
    }

    private static ScheduledExecutorService executor(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param linger how long changes wait for others, so that an item that several concern is answered once */
    void start(Duration linger) {
        var unused = scanning.scheduleWithFixedDelay(
                () -> guarded(this::scan), linger.toMillis(), linger.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void scan() {
        turn.begin();
        try {
            standing.scan(index);
        } finally {
            turn.end();
        }
    }

    /** The worker reads these partitions of the images now. */
    void assigned(Set<Integer> partitions, int count) {
        Set<Integer> fresh = standing.assigned(partitions, count);
        if (!fresh.isEmpty()) {
            reading.execute(() -> guarded(() -> takeOver(fresh)));
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            if (!closed) {
                onFailure.accept(e);
            }
        }
    }

    private void takeOver(Set<Integer> partitions) {
        Set<String> unknown = index.itemIds(itemId -> standing.isUnknown(itemId, partitions));
        while (!closed && !unknown.isEmpty()) {
            try {
                Set<String> own = new HashSet<>();
                Map<String, Long> published = published(unknown, own);
                if (closed) {
                    return;
                }
                if (!standing.enabled()) {
                    unknown.removeAll(own); // a switch asked for answers of this model, and these are
                }
                standing.refresh(unknown, published);
                log.info(
                        "taken over {} items of partitions {}, {} of them with an answer: each is searched again",
                        unknown.size(),
                        partitions,
                        published.size());
                return;
            } catch (KafkaException e) {
                log.warn("cannot read the latest answers, trying again: {}", e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Digests of the latest answers. The end is that of open transactions: a former owner's may be one.
     *
     * @param own takes the items whose latest answer is of this model
     */
    private Map<String, Long> published(Set<String> itemIds, Set<String> own) {
        Map<String, Long> digests = new HashMap<>();
        try (Consumer<byte[], byte[]> consumer = consumers.get();
                Consumer<byte[], byte[]> ends = watermarks.get()) {
            List<TopicPartition> partitions = consumer.partitionsFor(answers).stream()
                    .map(partition -> new TopicPartition(answers, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> end = ends.endOffsets(partitions);
            while (!closed
                    && end.entrySet().stream().anyMatch(one -> consumer.position(one.getKey()) < one.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    String itemId = record.key() == null ? "" : new String(record.key(), UTF_8);
                    if (itemIds.contains(itemId)) {
                        note(itemId, record, digests, own);
                    }
                }
            }
        }
        return digests;
    }

    private void note(
            String itemId, ConsumerRecord<byte[], byte[]> record, Map<String, Long> digests, Set<String> own) {
        digests.remove(itemId);
        own.remove(itemId);
        if (record.value() != null) {
            try {
                Recommendations answer = codec.recommendations(KafkaRecords.incoming(record));
                digests.put(itemId, Latest.digest(answer));
                if (answer.model().equals(modelId)) {
                    own.add(itemId);
                }
            } catch (IllegalArgumentException e) {
                log.debug("not an answer: {}", e.getMessage()); // it is published again
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        standing.stop();
        reading.shutdown(); // an interrupt would have Kafka's client log a failure
        scanning.shutdownNow();
        try {
            // it reads the index, which is closed next
            if (!scanning.awaitTermination(10, TimeUnit.SECONDS)) {
                log.warn("a scan for items that changes concern has not ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
