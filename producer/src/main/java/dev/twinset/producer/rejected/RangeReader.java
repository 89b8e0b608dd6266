package dev.twinset.producer.rejected;

import dev.twinset.kafka.Access;
import dev.twinset.kafka.AccessException;
import dev.twinset.kafka.Right;
import dev.twinset.producer.ClientSettings;
import dev.twinset.producer.Cluster;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads ranges of one topic, in no group and committing nothing. For one thread. Whatever Kafka refuses is an
 * {@link IOException}.
 */
final class RangeReader implements AutoCloseable {
    /** False ends the reading. */
    @FunctionalInterface
    interface Visitor {
        boolean record(ConsumerRecord<byte[], byte[]> record) throws IOException, InterruptedException;
    }

    /** The next offset of a partition that is wanted, from the given one on. */
    @FunctionalInterface
    interface Wanted {
        OptionalLong next(TopicPartition partition, long offset);
    }

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final long STALLED_NANOS = 90_000_000_000L;
    /** To read on is cheaper than to ask anew for what is so near. */
    private static final long NEAR = 500;

    private final String topic;
    private final String servers;
    private final Access access;
    private final List<TopicPartition> partitions;
    private final Consumer<byte[], byte[]> consumer;

    private RangeReader(Map<String, Object> client, String topic, String isolation)
            throws IOException, InterruptedException {
        this.topic = topic;
        this.servers = Cluster.servers(client);
        this.access = Cluster.access(client);
        int count;
        try (Cluster cluster = new Cluster(client)) {
            count = cluster.partitions(List.of(topic), AclOperation.READ).getOrDefault(topic, 0);
        }
        this.partitions = IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        Map<String, Object> settings = ClientSettings.consumer(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "twinset-rejected");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        try {
            this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw Cluster.unusable(client, e);
        }
    }

    static RangeReader committed(Map<String, Object> client, String topic) throws IOException, InterruptedException {
        return new RangeReader(client, topic, "read_committed");
    }

    static RangeReader uncommitted(Map<String, Object> client, String topic) throws IOException, InterruptedException {
        return new RangeReader(client, topic, "read_uncommitted");
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    Map<TopicPartition, Long> beginnings() throws IOException {
        return told(() -> consumer.beginningOffsets(partitions, ANSWER));
    }

    /** Of what this reader may see: a committed one's ends lie before any open transaction. */
    Map<TopicPartition, Long> ends() throws IOException {
        return told(() -> consumer.endOffsets(partitions, ANSWER));
    }

    /** The first record of each partition that is not older; none of a partition where all are. */
    Map<TopicPartition, OffsetAndTimestamp> at(Instant time) throws IOException {
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, unused -> time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found =
                new HashMap<>(told(() -> consumer.offsetsForTimes(times, ANSWER)));
        found.values().removeIf(Objects::isNull);
        return found;
    }

    void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Visitor visitor)
            throws IOException, InterruptedException {
        read(from, to, visitor, (partition, offset) -> OptionalLong.of(offset));
    }

    /**
     * Reads each partition of {@code from} until its position has reached {@code to}; the last records before that may
     * be missing, as compaction, retention and aborted transactions leave gaps.
     *
     * @throws IOException if Kafka refuses, or nothing comes for 90 s
     */
    void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Visitor visitor, Wanted wanted)
            throws IOException, InterruptedException {
        Map<TopicPartition, Long> open = new HashMap<>(from);
        open.entrySet().removeIf(start -> start.getValue() >= to.getOrDefault(start.getKey(), 0L));
        told(() -> {
            consumer.assign(open.keySet());
            consumer.resume(open.keySet()); // a pause outlives a new assignment
            open.forEach(consumer::seek);
            return open;
        });
        long heard = System.nanoTime();
        while (!open.isEmpty()) {
            var records = told(() -> consumer.poll(POLL));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (told(() -> advanced(open))) {
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > STALLED_NANOS) {
                throw new IOException("Kafka at " + servers + " gives nothing of topic " + topic + " after " + open
                        + " for 90 s, and there is more: is a broker down, or a transaction left open?");
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                long end = to.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < end && !visitor.record(record)) {
                    return;
                }
            }
            told(() -> leaveAndSkip(open, to, wanted));
        }
    }

    /** Whether any position has moved; notes them. */
    private boolean advanced(Map<TopicPartition, Long> open) {
        boolean moved = false;
        for (Map.Entry<TopicPartition, Long> partition : open.entrySet()) {
            long position = consumer.position(partition.getKey(), ANSWER);
            moved |= partition.setValue(position) != position;
        }
        return moved;
    }

    /** Leaves the partitions that are read to their ends, and skips what is not wanted. */
    private boolean leaveAndSkip(Map<TopicPartition, Long> open, Map<TopicPartition, Long> to, Wanted wanted) {
        List<TopicPartition> finished = new ArrayList<>();
        open.forEach((partition, position) -> {
            OptionalLong next = wanted.next(partition, position);
            if (position >= to.getOrDefault(partition, 0L) || next.isEmpty()) {
                finished.add(partition);
            } else if (next.getAsLong() > position + NEAR) {
                consumer.seek(partition, next.getAsLong());
            }
        });
        consumer.pause(finished);
        return open.keySet().removeAll(finished);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private <T> T told(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (KafkaException e) {
            Optional<String> why = access.explain(e, List.of(Right.topic(AclOperation.READ, topic)));
            if (why.isPresent()) {
                throw new AccessException(why.get(), e);
            }
            throw new IOException(
                    "topic " + topic + " of Kafka at " + servers + " cannot be read: " + e.getMessage(), e);
        }
    }
}
