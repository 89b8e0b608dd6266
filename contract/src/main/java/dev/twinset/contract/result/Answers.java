package dev.twinset.contract.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.HeadersBuilder;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.util.Optional;

/**
 * Records of the recommendations topic. Key and value depend on the answer alone; the time of writing stands in a
 * header, so that two runs over the same events publish the same bytes.
 */
public final class Answers {
    private final Topics topics;
    private final Clock clock;
    private final String source;
    private final RecommendationsJson json = new RecommendationsJson();

    public Answers(Topics topics, Clock clock, String source) {
        this.topics = topics;
        this.clock = clock;
        this.source = source;
    }

    public OutgoingRecord write(Recommendations answer, CatalogEvent cause) {
        if (!answer.itemId().equals(cause.subject()) || !answer.eventId().equals(cause.eventId())) {
            throw new IllegalArgumentException("answer is for item " + UntrustedText.quote(answer.itemId()) + ", event "
                    + UntrustedText.quote(answer.eventId()) + ", expected item " + UntrustedText.quote(cause.subject())
                    + ", event "
                    + UntrustedText.quote(cause.eventId()));
        }
        var headers = envelope(cause, answer.model(), EventTypes.RECOMMENDATIONS)
                .put(HeaderNames.CONTENT_TYPE, "application/json");
        return record(cause, Optional.of(json.write(answer)), headers);
    }

    /** A fresh answer for an item, which no event asked for. */
    public OutgoingRecord revised(Recommendations answer) {
        if (answer.cause().isEmpty()) {
            throw new IllegalArgumentException(
                    "answer for item " + UntrustedText.quote(answer.itemId()) + " has no cause, expected one");
        }
        var headers = HeadersBuilder.event(answer.eventId() + ":" + answer.model(), source, EventTypes.RECOMMENDATIONS)
                .put(HeaderNames.TIME, clock.instant())
                .put(HeaderNames.SUBJECT, answer.itemId())
                .put(HeaderNames.CONTENT_TYPE, "application/json");
        return new OutgoingRecord(
                topics.recommendations(),
                answer.itemId().getBytes(UTF_8),
                Optional.of(json.write(answer)),
                headers.build());
    }

    public OutgoingRecord withdrawn(ImageDeleted cause) {
        return record(cause, Optional.empty(), envelope(cause, "withdrawn", EventTypes.RECOMMENDATIONS_WITHDRAWN));
    }

    private HeadersBuilder envelope(CatalogEvent cause, String by, String type) {
        return HeadersBuilder.event(cause.eventId() + ":" + by, source, type)
                .put(HeaderNames.TIME, clock.instant())
                .put(HeaderNames.SUBJECT, cause.subject())
                .causeTime(cause.time())
                .trace(cause.traceparent());
    }

    private OutgoingRecord record(CatalogEvent cause, Optional<byte[]> value, HeadersBuilder headers) {
        return new OutgoingRecord(topics.recommendations(), cause.subject().getBytes(UTF_8), value, headers.build());
    }

    public Recommendations read(EventRecord record) {
        new Headers(record.headers()).requireType(EventTypes.RECOMMENDATIONS, record);
        byte[] value = record.value()
                .orElseThrow(() -> new IllegalArgumentException(
                        "answer is a tombstone, expected JSON (" + record.coordinates() + ")"));
        try {
            return json.read(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "answer cannot be read: " + e.getMessage() + " (" + record.coordinates() + ")", e);
        }
    }
}
