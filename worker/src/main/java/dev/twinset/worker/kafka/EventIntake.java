package dev.twinset.worker.kafka;

import dev.twinset.contract.result.Cause;
import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.standing.StandingAnswers;
import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only poll loop: reads uploads, queries and deletions, cuts them into batches and submits these to the pipeline.
 * While the pipeline is full it continues to poll, with its partitions paused, so that the group knows it is alive.
 */
final class EventIntake implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventIntake.class);

    private static final Duration IDLE_POLL = Duration.ofMillis(100);
    /** A partition without events is not one that nobody reads. */
    private static final long STAMP_INTERVAL = Duration.ofHours(6).toNanos();

    /** Items answered afresh beside a batch of events, and in a batch of their own while no event waits. */
    private static final int REVISIONS_BESIDE = 32;

    private static final int REVISIONS = 256;
    private static final Duration REVISION_WAIT = Duration.ofMillis(10);
    private static final Duration GROWING_WAIT = Duration.ofMillis(10);
    private static final Duration FULL_WAIT = Duration.ofMillis(20);

    private final Consumer<byte[], byte[]> consumer;
    private final List<String> topics;
    private final long lingerNanos;
    private final RecordBuffer buffer;
    private final BatchPipeline pipeline;
    private final ItemPartitions itemPartitions;
    private final IntakePartitions partitions;
    private final MissedDeletions missed;
    private final GroupMembership membership;
    private final ServingModels models;
    private final TermProgress progress;
    private final WorkerHealth health;
    private final StandingAnswers standing;
    private volatile boolean stopping;
    private long stampDueNanos = System.nanoTime() + STAMP_INTERVAL;
    private Role role;
    private long epoch;
    private long batches;

    /**
     * @param topics that of the images first
     * @param linger how long a record may wait for others to fill its batch
     * @param takeOver takes partitions of the images that the worker reads now, and the count of all of them
     */
    EventIntake(
            Consumer<byte[], byte[]> consumer,
            List<String> topics,
            Duration linger,
            BatchPipeline pipeline,
            ItemPartitions itemPartitions,
            MissedDeletions missed,
            GroupMembership membership,
            ServingModels models,
            TermProgress progress,
            WorkerHealth health,
            ObjIntConsumer<Set<Integer>> takeOver) {
        this.consumer = consumer;
        this.topics = List.copyOf(topics);
        this.lingerNanos = linger.toNanos();
        this.buffer = new RecordBuffer(pipeline.limits());
        this.health = health;
        this.standing = pipeline.standing();
        this.partitions = new IntakePartitions(consumer, topics.get(0), missed, progress, standing, takeOver);
        this.pipeline = pipeline;
        this.itemPartitions = itemPartitions;
        this.missed = missed;
        this.membership = membership;
        this.models = models;
        this.progress = progress;
        role = models.role();
        membership.update(consumer.groupMetadata());
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
    void run() {
        try {
            consumer.subscribe(topics, new Rebalances());
            while (!stopping && pipeline.fault().isEmpty()) {
                health.polling().begin();
                turn();
            }
        } catch (WakeupException stop) {
            log.debug("poll loop woken to stop");
        } catch (KafkaException e) {
            pipeline.endEpoch();
            throw ErrorClassifier.fatal((Throwable) e)
                    .orElseGet(() -> new WorkerException("cannot read events: " + e.getMessage(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drain();
            health.polling().end();
        }
        pipeline.fault().ifPresent(fault -> {
            throw fault;
        });
    }

    private void turn() throws InterruptedException {
        Role now = models.role();
        if (now.version() != role.version()) {
            role = now.unlessRetired();
            if (role.pauses()) {
                drain(); // what has been searched is committed, unless the next model is faster
            }
            pipeline.endEpoch(); // what is in flight was read in another role
            drain();
            standing.revoked(partitions.images());
        }
        if (epoch != pipeline.epoch()) {
            rewind();
        }
        unlessBrokersAreAway(() -> partitions.place(role));
        unlessBrokersAreAway(this::takeMissed);
        Duration wait = IDLE_POLL;
        if (isBatchReady()) {
            wait = Duration.ZERO;
            if (pipeline.admit(FULL_WAIT)) {
                RecordBuffer.Cut cut = buffer.cut(System.nanoTime());
                BitSet built = progress.built(role, cut.records());
                pipeline.submit(new PolledBatch(
                        epoch,
                        batches++,
                        role,
                        cut.records(),
                        built,
                        revisions(REVISIONS_BESIDE),
                        partitions.stamped(role, cut.next())));
            }
        } else if (!buffer.isEmpty()) {
            long left = buffer.nanosLeft(lingerNanos, System.nanoTime());
            wait = left > 0 ? Duration.ofNanos(left) : afterGrowing();
        } else if (standing.waiting() > 0) {
            wait = REVISION_WAIT;
            revise();
        }
        if (buffer.holdsFullBatch()) {
            consumer.pause(partitions.all());
        } else {
            partitions.resume(role);
        }
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(wait);
        if (!polled.isEmpty()) {
            // from the consumer's own metadata, which follows a topic that gets more partitions
            unlessBrokersAreAway(() -> itemPartitions.partitions(
                    consumer.partitionsFor(topics.get(0)).size()));
        }
        buffer.add(polled, System.nanoTime());
        ConsumerGroupMetadata newest = consumer.groupMetadata();
        membership.update(newest);
        membership.leads(partitions.holdsFirst());
        health.joined(newest.generationId() >= 0);
        if (buffer.isEmpty() && pipeline.inFlight() == 0 && epoch == pipeline.epoch()) {
            unlessBrokersAreAway(this::commitPositions);
        }
    }

    private void takeMissed() {
        Set<TopicPartition> before = missed.waiting();
        buffer.add(missed.take(consumer, buffer::holds), System.nanoTime());
        if (!missed.waiting().containsAll(before)) {
            stampDueNanos = System.nanoTime(); // the last commit of such a partition says that nobody reads it
        }
    }

    private Map<String, Cause> revisions(int most) {
        return role.answers() ? standing.take(most) : Map.of();
    }

    /**
     * A batch without events. It commits where a partition is read on, so that the group refuses it from a worker that
     * is no longer a member.
     */
    private void revise() throws InterruptedException {
        Optional<TopicPartition> read = partitions.readImages(role);
        Map<String, Cause> revisions = read.isPresent() ? revisions(REVISIONS) : Map.of();
        if (revisions.isEmpty()) {
            return;
        }
        if (!pipeline.admit(FULL_WAIT)) {
            standing.putBack(revisions);
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        read.ifPresent(partition -> next.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        pipeline.submit(new PolledBatch(
                epoch, batches++, role, List.of(), new BitSet(), revisions, partitions.stamped(role, next)));
    }

    /** What was aborted upstream brings no batch that would commit its offsets, and would stay behind as lag. */
    private void commitPositions() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>(buffer.takePositions());
        if (System.nanoTime() - stampDueNanos >= 0) {
            stampDueNanos = System.nanoTime() + STAMP_INTERVAL;
            partitions
                    .all()
                    .forEach(partition -> positions.computeIfAbsent(
                            partition, idle -> new OffsetAndMetadata(consumer.position(idle))));
        }
        positions.keySet().removeAll(partitions.resting(role));
        if (!positions.isEmpty()) {
            consumer.commitAsync(partitions.stamped(role, positions), (offsets, e) -> {
                if (e != null) {
                    log.debug("positions are not committed, the next batch does it: {}", e.toString());
                }
            });
        }
    }

    /** A batch that is not full, and would wait for those before it, grows instead. */
    private boolean isBatchReady() throws InterruptedException {
        return buffer.holdsFullBatch()
                || (!buffer.isEmpty()
                        && buffer.nanosLeft(lingerNanos, System.nanoTime()) <= 0
                        && pipeline.awaitClear(Duration.ZERO));
    }

    /** Then a poll takes at once what has come meanwhile. */
    private Duration afterGrowing() throws InterruptedException {
        pipeline.awaitClear(GROWING_WAIT);
        return Duration.ZERO;
    }

    /**
     * After a failed batch, and in a new role: nothing of the old epoch may be in flight when reading starts again at
     * the committed offsets.
     */
    private void rewind() throws InterruptedException {
        drain();
        Thread.sleep(pipeline.limits().pause().toMillis());
        epoch = pipeline.epoch();
        buffer.clear();
        partitions.startAgain();
    }

    /** What is asked of brokers beside the polls is asked again in the next turn. */
    private static void unlessBrokersAreAway(Runnable request) {
        try {
            request.run();
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            if (ErrorClassifier.fatal(e)) {
                throw e;
            }
            log.warn("the brokers do not answer, asking again: {}", e.getMessage());
        }
    }

    /** The heartbeat rests meanwhile: the stages are watched themselves, and a commit may wait for brokers. */
    private void drain() {
        health.polling().end();
        pipeline.drain();
        health.polling().begin();
    }

    /** Leaves the group, so that the others need not wait for a timeout. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }

    /** {@code catalog.images [0, 1], catalog.queries [0]}. */
    static String names(Collection<TopicPartition> partitions) {
        return partitions.isEmpty()
                ? "nothing"
                : partitions.stream()
                        .collect(Collectors.groupingBy(
                                TopicPartition::topic,
                                TreeMap::new,
                                Collectors.mapping(TopicPartition::partition, Collectors.toCollection(TreeSet::new))))
                        .entrySet()
                        .stream()
                        .map(topic -> topic.getKey() + " " + topic.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** Runs inside poll, on the poll thread. */
    private final class Rebalances implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            log.info("assigned {}, holds {}", names(added), names(consumer.assignment()));
            partitions.assigned(added);
        }

        /** Still the owner: what is in flight may commit, what only waits is left to the next owner. */
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            release(removed);
            log.info("revoked {}", names(removed));
        }

        /** No longer the owner: somebody else may already read these records. */
        @Override
        public void onPartitionsLost(Collection<TopicPartition> removed) {
            pipeline.endEpoch();
            release(removed);
            log.warn("lost {}", names(removed));
        }

        private void release(Collection<TopicPartition> removed) {
            drain();
            buffer.drop(removed);
            partitions.released(removed);
        }
    }
}
