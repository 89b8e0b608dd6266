package dev.twinset.worker.kafka;

import dev.twinset.worker.standing.StandingAnswers;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions of uploads, queries and deletions that this worker holds: where each one is read from, and which of
 * them must not be read now. Poll thread only.
 */
final class IntakePartitions {
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final String images;
    private final MissedDeletions missed;
    private final TermProgress progress;
    private final StandingAnswers standing;
    private final ObjIntConsumer<Set<Integer>> takeOver;
    private final AssignedPartitions assigned = new AssignedPartitions();
    /** Partitions of which it is not decided yet where reading starts. */
    private final Set<TopicPartition> unplaced = new HashSet<>();

    /**
     * @param images the topic; all others hold queries
     * @param takeOver takes partitions of the images that the worker reads now, and the count of all of them
     */
    IntakePartitions(
            Consumer<byte[], byte[]> consumer,
            String images,
            MissedDeletions missed,
            TermProgress progress,
            StandingAnswers standing,
            ObjIntConsumer<Set<Integer>> takeOver) {
        this.consumer = consumer;
        this.images = images;
        this.missed = missed;
        this.progress = progress;
        this.standing = standing;
        this.takeOver = takeOver;
    }

    Set<TopicPartition> all() {
        return assigned.all();
    }

    /** The numbers of those that hold images. */
    Set<Integer> images() {
        return images(assigned.all());
    }

    /** Whether the worker holds the first partition of the images: one worker of the group does. */
    boolean holdsFirst() {
        return assigned.all().contains(new TopicPartition(images, 0));
    }

    /** Called while the consumer polls. */
    void assigned(Collection<TopicPartition> added) {
        assigned.onPartitionsAssigned(added);
        awaitPlace(added);
    }

    /** Called while the consumer polls, for revoked and for lost ones. */
    void released(Collection<TopicPartition> removed) {
        unplaced.removeAll(removed);
        missed.revoked(removed);
        standing.revoked(images(removed));
        assigned.onPartitionsRevoked(removed);
    }

    /** All are read again from where the group has committed. */
    void startAgain() {
        awaitPlace(assigned.all());
    }

    /** Reading starts where the group has committed, and not before that is known. */
    private void awaitPlace(Collection<TopicPartition> partitions) {
        unplaced.addAll(partitions);
        missed.assigned(partitions);
        consumer.pause(partitions);
    }

    /**
     * Decides where reading starts, where that is not decided yet.
     *
     * @throws KafkaException if the brokers do not answer; then it is to be called again
     */
    void place(Role role) {
        if (unplaced.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(unplaced, ASK_TIMEOUT);
        for (TopicPartition partition : unplaced) {
            progress.start(role, partition, committed.get(partition));
            role.start(partition, committed.get(partition), isQuery(partition))
                    .ifPresentOrElse(
                            offset -> consumer.seek(partition, offset),
                            () -> consumer.seekToBeginning(List.of(partition)));
        }
        if (role.refreshes() || (role.answers() && standing.enabled())) {
            takeOver.accept(images(unplaced), count());
        }
        unplaced.clear();
        if (!missed.unknown().isEmpty()) {
            missed.examine(committed, count());
        }
    }

    private int count() {
        return consumer.partitionsFor(images, ASK_TIMEOUT).size();
    }

    /** What must not be read now. */
    Set<TopicPartition> resting(Role role) {
        Set<TopicPartition> resting = new HashSet<>(missed.waiting());
        resting.addAll(unplaced);
        assigned.all().stream()
                .filter(partition -> role.pauses() || (!role.answers() && isQuery(partition)))
                .forEach(resting::add);
        return resting;
    }

    /** Some partition of the images that is read now. */
    Optional<TopicPartition> readImages(Role role) {
        Set<TopicPartition> resting = resting(role);
        return assigned.all().stream()
                .filter(partition -> !isQuery(partition) && !resting.contains(partition))
                .findFirst();
    }

    /** Reads on where the consumer was paused, but for what must not be read now. */
    void resume(Role role) {
        Set<TopicPartition> ready = new HashSet<>(consumer.paused());
        ready.retainAll(assigned.all());
        ready.removeAll(resting(role));
        consumer.resume(ready);
    }

    /** The offsets as they are to be committed, each with what the next owner of its partition must know. */
    Map<TopicPartition, OffsetAndMetadata> stamped(Role role, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return progress.stamped(role, offsets, missed.waiting());
    }

    private boolean isQuery(TopicPartition partition) {
        return !partition.topic().equals(images);
    }

    private Set<Integer> images(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> !isQuery(partition))
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }
}
