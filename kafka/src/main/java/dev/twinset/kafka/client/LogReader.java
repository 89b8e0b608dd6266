package dev.twinset.kafka.client;

import dev.twinset.kafka.errors.KafkaAccessException;
import dev.twinset.kafka.errors.KafkaErrors;
import dev.twinset.kafka.errors.Right;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics independently of other readers: it joins no group and commits nothing. Partitions that are added later
 * are not seen. Every method that asks Kafka throws {@link IOException} with one sentence if Kafka refuses, and a
 * {@link KafkaAccessException} if a login or a right is the reason. For one thread.
 */
public final class LogReader implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int FETCH_WAIT_MILLIS = 50;

    private final String servers;
    private final KafkaErrors errors;
    private final List<TopicPartition> partitions;
    private final Consumer<byte[], byte[]> consumer;

    /** @param consumer closed with this */
    LogReader(Map<String, Object> client, List<TopicPartition> partitions, Consumer<byte[], byte[]> consumer) {
        this.servers = ClientErrors.servers(client);
        this.errors = ClientErrors.access(client);
        this.partitions = List.copyOf(partitions);
        this.consumer = consumer;
    }

    /**
     * One of whole topics, not positioned.
     *
     * @param client Kafka client settings, {@code bootstrap.servers} at least
     * @param settings of the consumer, made from {@code client}
     * @throws IOException if no broker answers, a topic is missing, or it may not be read
     */
    static LogReader open(Map<String, Object> client, Map<String, Object> settings, Collection<String> topics)
            throws IOException, InterruptedException {
        List<TopicPartition> partitions;
        try (ClusterAdmin cluster = new ClusterAdmin(client)) {
            partitions = cluster.topics().topicPartitions(topics, AclOperation.READ);
        }
        return new LogReader(client, partitions, consumer(client, settings));
    }

    /** One that is not positioned: for {@link #record}, and not more of the topic than need be. */
    public static LogReader random(Map<String, Object> client, int fetchBytes) throws IOException {
        Map<String, Object> settings = ClientSettings.consumer(client);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
        return new LogReader(client, List.of(), consumer(client, settings));
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> client, Map<String, Object> settings)
            throws IOException {
        // to close one is to wait for the fetch that a broker holds until there are records
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        try {
            return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw ClientErrors.unusable(client, e);
        }
    }

    /** All of the topics that this was opened for. */
    public List<TopicPartition> partitions() {
        return partitions;
    }

    /** Where Kafka is, for sentences. */
    String servers() {
        return servers;
    }

    public Map<TopicPartition, Long> beginnings() throws IOException {
        return ask(() -> consumer.beginningOffsets(partitions, ANSWER));
    }

    /** As this reader sees them: with read_committed, they are before any open transaction. */
    public Map<TopicPartition, Long> ends() throws IOException {
        return ends(ANSWER);
    }

    public Map<TopicPartition, Long> ends(Duration timeout) throws IOException {
        return ask(() -> consumer.endOffsets(partitions, timeout));
    }

    /** The first record of each partition that is not older; none of a partition where all are. */
    public Map<TopicPartition, OffsetAndTimestamp> at(Instant time) throws IOException {
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(partition -> partition, unused -> time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found =
                new HashMap<>(ask(() -> consumer.offsetsForTimes(times, ANSWER)));
        found.values().removeIf(Objects::isNull);
        return found;
    }

    /** Reads on from these positions, in these partitions and no others. */
    public void seek(Map<TopicPartition, Long> positions) throws IOException {
        ask(() -> {
            consumer.assign(positions.keySet());
            consumer.resume(positions.keySet()); // a pause outlives a new assignment
            positions.forEach(consumer::seek);
            return positions;
        });
    }

    /** Reads on from there, in a partition that is read. */
    void skipTo(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    /** Reads no more of these until {@link #seek}. */
    void pause(Collection<TopicPartition> read) {
        consumer.pause(read);
    }

    /** The next offset of a partition that is read. */
    public long position(TopicPartition partition) throws IOException {
        return ask(() -> consumer.position(partition, ANSWER));
    }

    /** What there is next; empty if nothing comes within {@code timeout}. */
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) throws IOException {
        return ask(() -> consumer.poll(timeout));
    }

    /**
     * The record at that place; nothing if it is not there any more.
     *
     * @throws IOException if it does not come within {@code timeout}
     */
    public Optional<ConsumerRecord<byte[], byte[]>> record(TopicPartition partition, long offset, Duration timeout)
            throws IOException {
        seek(Map.of(partition, offset));
        long start = System.nanoTime();
        while (System.nanoTime() - start < timeout.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> record : poll(timeout)) {
                return record.offset() == offset ? Optional.of(record) : Optional.empty();
            }
            if (position(partition) > offset) {
                // what lies there was passed over: a marker of a transaction, or an aborted record
                return Optional.empty();
            }
        }
        throw new IOException("Kafka at " + servers + " is slow: " + partition + "@" + offset + " did not come within "
                + timeout.toSeconds() + " s");
    }

    private <T> T ask(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (InterruptException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    private IOException refused(KafkaException e) {
        List<String> topics = Stream.concat(partitions.stream(), consumer.assignment().stream())
                .map(TopicPartition::topic)
                .distinct()
                .sorted()
                .toList();
        // only a refusal: finding out why no broker answers needs extra connections and takes longer
        if (KafkaErrors.isRefusal(e)) {
            List<Right> needed = topics.stream()
                    .map(topic -> Right.topic(AclOperation.READ, topic))
                    .toList();
            Optional<String> why = errors.explain(e, needed);
            if (why.isPresent()) {
                return new KafkaAccessException(why.get(), e);
            }
        }
        return new IOException(
                "topic " + String.join(", ", topics) + " of Kafka at " + servers + " cannot be read: " + e.getMessage(),
                e);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
