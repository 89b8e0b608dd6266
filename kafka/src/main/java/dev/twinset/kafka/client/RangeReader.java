package dev.twinset.kafka.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Reads ranges of one topic. For one thread. */
public final class RangeReader implements AutoCloseable {
    /** False ends the reading. */
    @FunctionalInterface
    public interface Visitor {
        boolean record(ConsumerRecord<byte[], byte[]> record) throws IOException, InterruptedException;
    }

    /** The next offset of a partition that is wanted, from the given one on. */
    @FunctionalInterface
    public interface Wanted {
        OptionalLong next(TopicPartition partition, long offset);
    }

    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STALLED_NANOS = 90_000_000_000L;
    /** Reading on is cheaper than a new fetch for offsets this close. */
    private static final long NEAR = 500;

    private final String topic;
    private final LogReader reader;
    private final LongSupplier nanoTime;

    /** @param reader of the topic; closed with this */
    RangeReader(String topic, LogReader reader, LongSupplier nanoTime) {
        this.topic = topic;
        this.reader = reader;
        this.nanoTime = nanoTime;
    }

    /** @throws IOException if no broker answers, the topic is missing, or it may not be read */
    public static RangeReader committed(Map<String, Object> client, String clientId, String topic)
            throws IOException, InterruptedException {
        return open(client, clientId, topic, IsolationLevel.READ_COMMITTED);
    }

    /** @throws IOException if no broker answers, the topic is missing, or it may not be read */
    public static RangeReader uncommitted(Map<String, Object> client, String clientId, String topic)
            throws IOException, InterruptedException {
        return open(client, clientId, topic, IsolationLevel.READ_UNCOMMITTED);
    }

    private static RangeReader open(Map<String, Object> client, String clientId, String topic, IsolationLevel isolation)
            throws IOException, InterruptedException {
        Map<String, Object> settings = ClientSettings.consumer(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        return new RangeReader(topic, LogReader.open(client, settings, Set.of(topic)), System::nanoTime);
    }

    public Map<TopicPartition, Long> beginnings() throws IOException {
        return reader.beginnings();
    }

    /** As this reader sees them: with read_committed, they are before any open transaction. */
    public Map<TopicPartition, Long> ends() throws IOException {
        return reader.ends();
    }

    /** The first record of each partition that is not older; none of a partition where all are. */
    public Map<TopicPartition, OffsetAndTimestamp> at(Instant time) throws IOException {
        return reader.at(time);
    }

    public void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Visitor visitor)
            throws IOException, InterruptedException {
        read(from, to, visitor, (partition, offset) -> OptionalLong.of(offset));
    }

    /**
     * Reads each partition of {@code from} until its position has reached {@code to}; the last records before that may
     * be missing, as compaction, retention and aborted transactions leave gaps.
     *
     * @throws IOException if Kafka refuses, or nothing comes for 90 s
     */
    public void read(Map<TopicPartition, Long> from, Map<TopicPartition, Long> to, Visitor visitor, Wanted wanted)
            throws IOException, InterruptedException {
        Map<TopicPartition, Long> open = new HashMap<>(from);
        open.entrySet().removeIf(start -> start.getValue() >= to.getOrDefault(start.getKey(), 0L));
        reader.seek(open);
        long progress = nanoTime.getAsLong();
        while (!open.isEmpty()) {
            var records = reader.poll(POLL);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (advanced(open)) {
                progress = nanoTime.getAsLong();
            } else if (nanoTime.getAsLong() - progress > STALLED_NANOS) {
                throw new IOException("Kafka at " + reader.servers() + " gives nothing of topic " + topic + " after "
                        + open + " for 90 s, and there is more: is a broker down, or a transaction left open?");
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                long end = to.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < end && !visitor.record(record)) {
                    return;
                }
            }
            leaveAndSkip(open, to, wanted);
        }
    }

    /** Whether any position has moved; notes them. */
    private boolean advanced(Map<TopicPartition, Long> open) throws IOException {
        boolean moved = false;
        for (Map.Entry<TopicPartition, Long> partition : open.entrySet()) {
            long position = reader.position(partition.getKey());
            moved |= partition.setValue(position) != position;
        }
        return moved;
    }

    /** Leaves the partitions that are read to their ends, and skips what is not wanted. */
    private void leaveAndSkip(Map<TopicPartition, Long> open, Map<TopicPartition, Long> to, Wanted wanted) {
        List<TopicPartition> finished = new ArrayList<>();
        open.forEach((partition, position) -> {
            OptionalLong next = wanted.next(partition, position);
            if (position >= to.getOrDefault(partition, 0L) || next.isEmpty()) {
                finished.add(partition);
            } else if (next.getAsLong() > position + NEAR) {
                reader.skipTo(partition, next.getAsLong());
            }
        });
        reader.pause(finished);
        open.keySet().removeAll(finished);
    }

    @Override
    public void close() {
        reader.close();
    }
}
