package dev.twinset.producer.rejected;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.RangeReader;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * The dead-letter topic from its beginning to where it ended when this was opened, as often as wanted. One record at a
 * time is held beside what the client has fetched. For one thread.
 */
final class DeadLetterTopic implements AutoCloseable {
    /** Hears of each record in the order of its partition; false ends the reading. */
    @FunctionalInterface
    interface Visitor {
        boolean letter(DeadLetter letter) throws IOException, InterruptedException;
    }

    /** Of all consumers of these commands. */
    static final String CLIENT_ID = "twinset-rejected";

    private final EventCodec codec;
    private final RangeReader reader;
    private final Map<TopicPartition, Long> beginnings;
    private final Map<TopicPartition, Long> ends;

    private DeadLetterTopic(EventCodec codec, RangeReader reader) throws IOException {
        this.codec = codec;
        this.reader = reader;
        this.beginnings = reader.beginnings();
        this.ends = reader.ends();
    }

    /** @throws IOException if no broker answers or the topic is missing */
    static DeadLetterTopic open(Map<String, Object> client, Topics topics, EventCodec codec)
            throws IOException, InterruptedException {
        RangeReader reader = RangeReader.committed(client, CLIENT_ID, topics.rejected());
        try {
            return new DeadLetterTopic(codec, reader);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** The first offset of each partition that retention has left. */
    Map<TopicPartition, Long> beginnings() {
        return beginnings;
    }

    /** Records that there may be at most; retention and transactions leave gaps. */
    long records() {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - beginnings.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /** Reads what was rejected at {@code since} or later, by the brokers' index of times; all if it is empty. */
    void read(Optional<Instant> since, Visitor visitor) throws IOException, InterruptedException {
        Map<TopicPartition, Long> from = new HashMap<>(beginnings);
        if (since.isPresent()) {
            from.putAll(ends);
            Map<TopicPartition, OffsetAndTimestamp> found = reader.at(since.get());
            found.forEach((partition, first) -> from.put(partition, first.offset()));
        }
        reader.read(from, ends, record -> visitor.letter(letter(record)));
    }

    /** Reads these and no others; far gaps between them are skipped. */
    void read(OffsetSet positions, Visitor visitor) throws IOException, InterruptedException {
        Map<TopicPartition, Long> from = new HashMap<>();
        for (TopicPartition partition : ends.keySet()) {
            OptionalLong first = positions.next(partition.partition(), 0);
            first.ifPresent(offset -> from.put(partition, offset));
        }
        reader.read(
                from,
                ends,
                record -> !positions.contains(record.partition(), record.offset()) || visitor.letter(letter(record)),
                (partition, offset) -> positions.next(partition.partition(), offset));
    }

    /** One record; empty if it is not there, not committed, or gone. */
    Optional<DeadLetter> at(int partition, long offset) throws IOException, InterruptedException {
        OffsetSet one = new OffsetSet();
        one.add(partition, offset);
        DeadLetter[] found = new DeadLetter[1];
        read(one, letter -> {
            found[0] = letter;
            return false;
        });
        return Optional.ofNullable(found[0]);
    }

    @Override
    public void close() {
        reader.close();
    }

    private DeadLetter letter(ConsumerRecord<byte[], byte[]> raw) {
        EventRecord record = KafkaRecords.incoming(raw);
        Instant timestamp = Instant.ofEpochMilli(record.timestampMillis());
        byte[] key = record.key().orElseGet(() -> new byte[0]);
        int bytes = record.value().map(value -> value.length).orElse(0);
        try {
            RejectedImage image = codec.rejected(record);
            return new DeadLetter(raw.partition(), raw.offset(), timestamp, key, bytes, Optional.of(image), "");
        } catch (IllegalArgumentException e) {
            String fault = String.valueOf(e.getMessage());
            return new DeadLetter(raw.partition(), raw.offset(), timestamp, key, bytes, Optional.empty(), fault);
        }
    }
}
