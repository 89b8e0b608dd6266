package dev.twinset.contract.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.HeadersBuilder;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.Topics;
import java.util.Optional;

/**
 * Records of the ledger of redriven dead letters. Key: {@code topicId/partition/page}, so that compaction keeps the
 * last state of every page. Value: the page's bits; null when the page is gone.
 */
public final class RedriveMarksRecords {
    private final Topics topics;
    private final String source;

    public RedriveMarksRecords(Topics topics, String source) {
        this.topics = topics;
        this.source = source;
    }

    public OutgoingRecord write(RedriveMarks marks) {
        String key = marks.topicId() + "/" + marks.partition() + "/" + marks.page();
        var headers = HeadersBuilder.event(key, source, EventTypes.REDRIVE_MARKS)
                .put(HeaderNames.TOPIC_ID, marks.topicId())
                .put(HeaderNames.PARTITION, marks.partition())
                .put(HeaderNames.PAGE, marks.page());
        Optional<byte[]> value = Optional.of(marks.bits()).filter(bits -> bits.length > 0);
        return new OutgoingRecord(topics.redriven(), key.getBytes(UTF_8), value, headers.build());
    }

    public RedriveMarks read(EventRecord record) {
        Headers headers = new Headers(record.headers());
        headers.requireType(EventTypes.REDRIVE_MARKS, record);
        try {
            return new RedriveMarks(
                    headers.require(HeaderNames.TOPIC_ID, record),
                    headers.requireInt(HeaderNames.PARTITION, record),
                    headers.requireLong(HeaderNames.PAGE, record),
                    record.value().orElseGet(() -> new byte[0]));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "redrive marks cannot be read: " + e.getMessage() + " (" + record.coordinates() + ")", e);
        }
    }
}
