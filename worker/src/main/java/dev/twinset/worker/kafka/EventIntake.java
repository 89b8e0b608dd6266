package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.health.WorkerHealth;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only poll loop: reads uploads, queries and deletions, cuts them into batches and sends these through the
 * corridor. It goes on polling, with its partitions paused, while the corridor is full, so that the group knows it is
 * alive.
 */
final class EventIntake implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

    private static final Duration IDLE_POLL = Duration.ofMillis(100);
    private static final Duration FULL_WAIT = Duration.ofMillis(20);

    /** Encoded images of one batch, bytes: with the batches in flight the bound on the heap. */
    private static final long MAX_BATCH_BYTES = 32L << 20;

    private final Consumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final long lingerNanos;
    private final RecordBuffer buffer;
    private final WorkerHealth health;
    private volatile boolean stopping;
    private volatile ConsumerGroupMetadata groupMetadata;
    private long epoch;
    private long batches;

    /** @param linger how long a record may wait for others to fill its batch */
    EventIntake(
            Consumer<byte[], byte[]> consumer,
            List<String> topics,
            int maxRecords,
            Duration linger,
            WorkerHealth health) {
        this.consumer = requireNonNull(consumer, "consumer is null");
        this.topics = List.copyOf(topics);
        this.lingerNanos = linger.toNanos();
        this.buffer = new RecordBuffer(maxRecords, MAX_BATCH_BYTES);
        this.health = requireNonNull(health, "health is null");
        this.groupMetadata = consumer.groupMetadata();
    }

    /**
     * The newest metadata of this group member; goes stale without a word, so it is read anew at each commit. Any
     * thread.
     */
    ConsumerGroupMetadata groupMetadata() {
        return groupMetadata;
    }

    /** Records of this worker's partitions that wait to be polled. Any thread. */
    double waiting() {
        return ConsumerLag.of(consumer);
    }

    /** Makes {@link #run} return once what is in flight is committed. Any thread. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    /**
     * Polls until stopped.
     *
     * @throws WorkerException if the worker cannot go on
     */
    void run(BatchPipeline corridor) {
        try {
            consumer.subscribe(topics, new Rebalances(corridor));
            while (!stopping && corridor.fault().isEmpty()) {
                health.polling().begin();
                turn(corridor);
            }
        } catch (WakeupException stop) {
            log.debug("poll loop woken to stop");
        } catch (KafkaException e) {
            corridor.endEpoch();
            throw ErrorClassifier.fatal((Throwable) e)
                    .orElseGet(() -> new WorkerException("cannot read events: " + e.getMessage(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drain(corridor);
            health.polling().end();
        }
        corridor.fault().ifPresent(fault -> {
            throw fault;
        });
    }

    private void turn(BatchPipeline corridor) throws InterruptedException {
        if (epoch != corridor.epoch()) {
            rewind(corridor);
        }
        Duration wait = IDLE_POLL;
        if (ready()) {
            wait = Duration.ZERO;
            if (corridor.tryEnter(FULL_WAIT)) {
                corridor.submit(buffer.cut(epoch, batches++, System.nanoTime()));
            }
        } else if (!buffer.isEmpty()) {
            wait = Duration.ofNanos(Math.max(0, buffer.nanosLeft(lingerNanos, System.nanoTime())));
        }
        if (buffer.holdsFullBatch()) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        buffer.add(consumer.poll(wait), System.nanoTime());
        groupMetadata = consumer.groupMetadata();
        health.joined(groupMetadata.generationId() >= 0);
    }

    private boolean ready() {
        return buffer.holdsFullBatch() || (!buffer.isEmpty() && buffer.nanosLeft(lingerNanos, System.nanoTime()) <= 0);
    }

    /**
     * After a failed batch: nothing of the old epoch may be in flight when reading starts again at the committed
     * offsets.
     */
    private void rewind(BatchPipeline corridor) throws InterruptedException {
        drain(corridor);
        long now = corridor.epoch();
        buffer.clear();
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment());
            for (TopicPartition partition : consumer.assignment()) {
                OffsetAndMetadata offset = committed.get(partition);
                if (offset == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, offset);
                }
            }
            epoch = now;
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            if (ErrorClassifier.fatal(e)) {
                throw e;
            }
            // brokers that do not answer, or a group that has thrown this member out: the next polls join it again
            log.warn("cannot read the committed offsets, trying again: {}", e.getMessage());
            Thread.sleep(200);
        }
    }

    /** The loop is not to blame for this wait: the stages are watched themselves, and a commit may wait for brokers. */
    private void drain(BatchPipeline corridor) {
        health.polling().end();
        corridor.drain();
        health.polling().begin();
    }

    /** Leaves the group, so that the others need not wait for a timeout. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }

    /** Runs inside poll, on the poll thread. */
    private final class Rebalances implements ConsumerRebalanceListener {
        private final BatchPipeline corridor;

        Rebalances(BatchPipeline corridor) {
            this.corridor = corridor;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            log.info("assigned {}", partitions);
        }

        /** Still the owner: what is in flight may commit, what only waits is left to the next owner. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            drain(corridor);
            buffer.drop(partitions);
            log.info("revoked {}", partitions);
        }

        /** No longer the owner: somebody else may already read these records. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            corridor.endEpoch();
            drain(corridor);
            buffer.drop(partitions);
            log.warn("lost {}", partitions);
        }
    }
}
