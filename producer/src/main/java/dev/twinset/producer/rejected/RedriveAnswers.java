package dev.twinset.producer.rejected;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.topic.Topics;
import dev.twinset.kafka.client.KafkaRecords;
import dev.twinset.kafka.client.RangeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What becomes of the events that were sent again: an answer names its item and event, a dead letter names where the
 * event lay. Holds some hundred bytes for each. For one thread.
 */
final class RedriveAnswers implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final EventCodec codec;
    private final Optional<RangeReader> recommendations;
    private final Optional<RangeReader> rejected;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    /** By item and event: where the events lie. Two may be the same event, which a producer sent twice. */
    private final Map<String, Integer> expected = new HashMap<>();

    private final Map<String, String> places = new HashMap<>();
    private final Map<RejectionReason, Long> rejections = new EnumMap<>(RejectionReason.class);
    private long answered;

    private RedriveAnswers(EventCodec codec, Optional<RangeReader> recommendations, Optional<RangeReader> rejected) {
        this.codec = codec;
        this.recommendations = recommendations;
        this.rejected = rejected;
    }

    /** For when nobody waits. */
    static RedriveAnswers ignored(EventCodec codec) {
        return new RedriveAnswers(codec, Optional.empty(), Optional.empty());
    }

    /** Before the first event is sent: remembers where answers will be found. */
    static RedriveAnswers open(Map<String, Object> client, Topics topics, EventCodec codec)
            throws IOException, InterruptedException {
        RedriveAnswers answers = new RedriveAnswers(
                codec,
                Optional.of(RangeReader.committed(client, DeadLetterTopic.CLIENT_ID, topics.recommendations())),
                Optional.of(RangeReader.committed(client, DeadLetterTopic.CLIENT_ID, topics.rejected())));
        answers.positions.putAll(answers.recommendations.orElseThrow().ends());
        answers.positions.putAll(answers.rejected.orElseThrow().ends());
        return answers;
    }

    void expect(DeadLetter letter, RecordMetadata place) {
        if (recommendations.isPresent()) {
            RejectedImage image = letter.image().orElseThrow();
            String event = name(image.subject().orElse(letter.item()), image.eventId());
            expected.merge(event, 1, Integer::sum);
            places.put(place.topic() + "-" + place.partition() + "@" + place.offset(), event);
        }
    }

    /** Returns when each has its answer or was rejected again, or the time is up. */
    RedriveReport.Outcome await(Duration limit) throws IOException, InterruptedException {
        long start = System.nanoTime();
        look();
        while (!expected.isEmpty() && System.nanoTime() - start < limit.toNanos()) {
            Thread.sleep(PAUSE.toMillis());
            look();
        }
        long open = expected.values().stream().mapToLong(count -> count).sum();
        return new RedriveReport.Outcome(answered, rejections, open);
    }

    private void look() throws IOException, InterruptedException {
        read(recommendations.orElseThrow(), record -> {
            codec.answeredEvent(record)
                    .filter(event -> settled(name(key(record), event)))
                    .ifPresent(event -> answered++);
        });
        read(rejected.orElseThrow(), record -> {
            try {
                RejectedImage image = codec.rejected(record);
                String event = places.get(image.topic() + "-" + image.partition() + "@" + image.offset());
                if (event != null && settled(event)) {
                    rejections.merge(image.rejection().reason(), 1L, Long::sum);
                }
            } catch (IllegalArgumentException e) {
                // a foreign record is not an answer
            }
        });
    }

    private void read(RangeReader reader, java.util.function.Consumer<EventRecord> visitor)
            throws IOException, InterruptedException {
        Map<TopicPartition, Long> ends = reader.ends();
        Map<TopicPartition, Long> from = new HashMap<>(positions);
        from.keySet().retainAll(ends.keySet());
        reader.read(from, ends, (ConsumerRecord<byte[], byte[]> record) -> {
            visitor.accept(KafkaRecords.incoming(record));
            return true;
        });
        positions.putAll(ends);
    }

    private boolean settled(String event) {
        boolean known = expected.containsKey(event);
        expected.computeIfPresent(event, (name, count) -> count == 1 ? null : count - 1);
        return known;
    }

    private static String key(EventRecord record) {
        return new String(record.key().orElseGet(() -> new byte[0]), StandardCharsets.UTF_8);
    }

    private static String name(String item, String event) {
        return item + '\0' + event;
    }

    @Override
    public void close() {
        recommendations.ifPresent(RangeReader::close);
        rejected.ifPresent(RangeReader::close);
    }
}
