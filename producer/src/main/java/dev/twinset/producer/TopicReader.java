package dev.twinset.producer;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.kafka.Access;
import dev.twinset.kafka.AccessException;
import dev.twinset.kafka.Right;
import dev.twinset.kafka.client.KafkaRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what is committed on topics, beside any other reader: it joins no group and commits nothing. Partitions that
 * are added later are not seen. For one thread.
 */
public final class TopicReader implements AutoCloseable {
    /** From the first record that is there. */
    public static final long ALL = Long.MAX_VALUE;

    private static final Duration POSITIONING = Duration.ofSeconds(15);

    private final List<TopicPartition> partitions;
    private final Consumer<byte[], byte[]> consumer;
    private final Access access;

    /** Where reading stops being catching up: the ends at the time of the last look. */
    private Map<TopicPartition, Long> ends;

    private TopicReader(List<TopicPartition> partitions, Consumer<byte[], byte[]> consumer, Access access) {
        this.partitions = List.copyOf(partitions);
        this.consumer = consumer;
        this.access = access;
        this.ends = consumer.endOffsets(partitions, POSITIONING);
    }

    /**
     * Returns when it is positioned: every record that is committed after that is read.
     *
     * @param clientConfig Kafka client settings, {@code bootstrap.servers} at least
     * @param topics each with how many records before the end of a partition reading begins; {@link #ALL} for all
     * @throws IOException if no broker answers, a topic is missing, or it may not be read
     */
    public static TopicReader open(Map<String, Object> clientConfig, Map<String, Long> topics)
            throws IOException, InterruptedException {
        List<TopicPartition> partitions = partitions(clientConfig, topics.keySet());
        Access access = Cluster.access(clientConfig);
        Consumer<byte[], byte[]> consumer = consumer(clientConfig);
        try {
            consumer.assign(partitions);
            TopicReader reader = new TopicReader(partitions, consumer, access);
            reader.position(topics);
            return reader;
        } catch (KafkaException e) {
            consumer.close();
            Optional<String> why = access.explain(e, toRead(partitions));
            if (why.isPresent()) {
                throw new AccessException(why.get(), e);
            }
            throw new IOException(
                    "Kafka at " + Cluster.servers(clientConfig) + " does not say where its topics end: "
                            + e.getMessage(),
                    e);
        }
    }

    /** One that is not positioned: for {@link #at}, a record at a time, and not more of the topic than need be. */
    public static TopicReader random(Map<String, Object> clientConfig, int fetchBytes) throws IOException {
        Map<String, Object> settings = new HashMap<>(clientConfig);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, fetchBytes);
        return new TopicReader(List.of(), consumer(settings), Cluster.access(clientConfig));
    }

    private void position(Map<String, Long> before) {
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, POSITIONING);
        ends.forEach((partition, end) -> {
            long wanted = end - Math.min(end, before.getOrDefault(partition.topic(), 0L));
            consumer.seek(partition, Math.max(wanted, beginnings.getOrDefault(partition, 0L)));
        });
    }

    /**
     * What was committed since; empty if nothing was within {@code timeout}.
     *
     * @throws UncheckedIOException if Kafka lets this reader in no more
     * @throws KafkaException if Kafka refuses otherwise
     */
    public List<EventRecord> poll(Duration timeout) {
        List<EventRecord> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : polled(timeout, partitions)) {
            records.add(KafkaRecords.incoming(record));
        }
        return records;
    }

    private ConsumerRecords<byte[], byte[]> polled(Duration timeout, List<TopicPartition> read) {
        try {
            return consumer.poll(timeout);
        } catch (KafkaException e) {
            // only a refusal: why nobody answers is asked by connections of its own, and that takes its time
            Optional<String> why = Access.isRefusal(e) ? access.explain(e, toRead(read)) : Optional.empty();
            throw why.<RuntimeException>map(
                            sentence -> new UncheckedIOException(sentence, new AccessException(sentence, e)))
                    .orElse(e);
        }
    }

    private static List<Right> toRead(List<TopicPartition> partitions) {
        return partitions.stream()
                .map(TopicPartition::topic)
                .distinct()
                .map(topic -> Right.topic(AclOperation.READ, topic))
                .toList();
    }

    /**
     * The record at that place; nothing if it is not there any more or does not come in time.
     *
     * @throws UncheckedIOException if Kafka lets this reader in no more
     * @throws KafkaException if Kafka refuses otherwise
     */
    public Optional<EventRecord> at(String topic, int partition, long offset, Duration timeout) {
        TopicPartition place = new TopicPartition(topic, partition);
        consumer.assign(List.of(place));
        consumer.seek(place, offset);
        long start = System.nanoTime();
        while (System.nanoTime() - start < timeout.toNanos()) {
            for (ConsumerRecord<byte[], byte[]> record : polled(timeout, List.of(place))) {
                return record.offset() == offset ? Optional.of(KafkaRecords.incoming(record)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Whether all has been read that was committed at the last look at the ends, the first of them on opening. */
    public boolean atEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /**
     * Asks the brokers anew where the topics end.
     *
     * @throws KafkaException if none answers in time
     */
    public void look(Duration timeout) {
        ends = consumer.endOffsets(partitions, timeout);
    }

    /** Records between the position and the ends at the last look; markers of transactions count among them. */
    public long behind() {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static List<TopicPartition> partitions(Map<String, Object> clientConfig, Collection<String> topics)
            throws IOException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        try (Cluster cluster = new Cluster(clientConfig)) {
            cluster.partitions(topics, AclOperation.READ).forEach((topic, count) -> {
                for (int partition = 0; partition < count; partition++) {
                    partitions.add(new TopicPartition(topic, partition));
                }
            });
        }
        return partitions;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> clientConfig) throws IOException {
        try {
            return new KafkaConsumer<>(
                    ClientSettings.consumer(clientConfig), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw Cluster.unusable(clientConfig, e);
        }
    }
}
