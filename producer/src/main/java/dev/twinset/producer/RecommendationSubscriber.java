package dev.twinset.producer;

import dev.twinset.access.Access;
import dev.twinset.access.AccessException;
import dev.twinset.access.Right;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.EventRecord;
import dev.twinset.contract.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads answers and dead letters as they are committed, beside any other reader: it joins no group and commits nothing.
 * Partitions that are added later are not seen. For one thread.
 */
public final class RecommendationSubscriber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecommendationSubscriber.class);
    private static final Duration POSITIONING = Duration.ofSeconds(15);

    private final Topics topics;
    private final EventCodec codec;
    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;
    private final Access access;
    private final List<Right> toRead;

    /**
     * Returns when it is positioned: every answer that is committed after that is read.
     *
     * @param clientConfig Kafka client settings, {@code bootstrap.servers} at least
     * @param fromBeginning read what is there already, too
     * @throws IOException if no broker answers or a topic is missing
     */
    public RecommendationSubscriber(Map<String, Object> clientConfig, Topics topics, boolean fromBeginning)
            throws IOException, InterruptedException {
        this.topics = topics;
        this.codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/subscriber");
        this.access = Cluster.access(clientConfig);
        this.toRead = List.of(
                Right.topic(AclOperation.READ, topics.recommendations()),
                Right.topic(AclOperation.READ, topics.rejected()));
        List<TopicPartition> partitions = partitions(clientConfig, topics);
        this.consumer = consumer(clientConfig);
        try {
            consumer.assign(partitions);
            this.ends = Map.copyOf(consumer.endOffsets(partitions, POSITIONING));
            if (fromBeginning) {
                consumer.beginningOffsets(partitions, POSITIONING).forEach(consumer::seek);
            } else {
                ends.forEach(consumer::seek);
            }
        } catch (KafkaException e) {
            consumer.close();
            Optional<String> why = access.explain(e, toRead);
            if (why.isPresent()) {
                throw new AccessException(why.get(), e);
            }
            throw new IOException(
                    "Kafka at " + Cluster.servers(clientConfig) + " does not say where its topics end: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * What was committed since; empty if nothing was within {@code timeout}.
     *
     * @throws UncheckedIOException if Kafka lets this reader in no more
     */
    public List<Answer> poll(Duration timeout) {
        List<Answer> answers = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : polled(timeout)) {
            answer(KafkaRecords.record(record)).ifPresent(answers::add);
        }
        return answers;
    }

    private ConsumerRecords<byte[], byte[]> polled(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (KafkaException e) {
            throw access.explain(e, toRead)
                    .<RuntimeException>map(why -> new UncheckedIOException(new AccessException(why, e)))
                    .orElse(e);
        }
    }

    /** Whether all has been read that was committed when this subscriber was made. */
    public boolean atEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** Anyone may write to a topic: what is no answer is told and passed over. */
    private Optional<Answer> answer(EventRecord record) {
        Instant timestamp = Instant.ofEpochMilli(record.timestampMillis());
        try {
            if (record.topic().equals(topics.rejected())) {
                return Optional.of(new Answer.Rejected(codec.rejected(record), timestamp, codec.causeTime(record)));
            }
            if (record.value().isEmpty()) {
                String id = new String(record.key().orElseThrow(), StandardCharsets.UTF_8);
                return Optional.of(new Answer.Withdrawn(id, timestamp));
            }
            String json = new String(record.value().get(), StandardCharsets.UTF_8).replaceAll("\\R", " ");
            return Optional.of(
                    new Answer.Recommended(codec.recommendations(record), timestamp, codec.causeTime(record), json));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} is no answer and is passed over: {}", record.coordinates(), e.getMessage());
            return Optional.empty();
        }
    }

    private static List<TopicPartition> partitions(Map<String, Object> clientConfig, Topics topics)
            throws IOException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        try (Cluster cluster = new Cluster(clientConfig)) {
            cluster.partitions(List.of(topics.recommendations(), topics.rejected()), AclOperation.READ)
                    .forEach((topic, count) -> {
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
