package dev.twinset.producer.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes records of the recommendations and rejected topics. Any thread may call. */
public final class AnswerReader {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerReader.class);

    private final Topics topics;
    private final EventCodec codec;

    public AnswerReader(Topics topics) {
        this.topics = requireNonNull(topics, "topics is null");
        this.codec = new EventCodec(topics, Clock.systemUTC(), "/twinset/subscriber");
    }

    /** Anyone may write to a topic: a record that is not an answer is logged and skipped. */
    public Optional<Answer> read(EventRecord record) {
        Instant timestamp = Instant.ofEpochMilli(record.timestampMillis());
        try {
            if (record.topic().equals(topics.rejected())) {
                return Optional.of(new Answer.Rejected(codec.rejected(record), timestamp, codec.causeTime(record)));
            }
            if (record.value().isEmpty()) {
                return record.key().map(key -> new Answer.Withdrawn(new String(key, UTF_8), timestamp));
            }
            String json = new String(record.value().get(), UTF_8).replaceAll("\\R", " ");
            return Optional.of(
                    new Answer.Recommended(codec.recommendations(record), timestamp, codec.causeTime(record), json));
        } catch (IllegalArgumentException e) {
            LOG.warn("{} is not an answer and is skipped: {}", record.coordinates(), e.getMessage());
            return Optional.empty();
        }
    }
}
