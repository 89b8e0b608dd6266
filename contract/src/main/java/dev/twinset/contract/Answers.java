package dev.twinset.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.Optional;

/**
 * Records of the recommendations topic. Key and value depend on the answer alone; the time of writing stands in a
 * header, so that two runs over the same events publish the same bytes.
 */
final class Answers {
    private final Topics topics;
    private final Clock clock;
    private final String source;
    private final RecommendationsJson json = new RecommendationsJson();

    Answers(Topics topics, Clock clock, String source) {
        this.topics = topics;
        this.clock = clock;
        this.source = source;
    }

    OutgoingRecord write(Recommendations answer, CatalogEvent cause) {
        if (!answer.itemId().equals(cause.subject()) || !answer.eventId().equals(cause.eventId())) {
            throw new IllegalArgumentException("answer is for item " + Text.quote(answer.itemId()) + ", event "
                    + Text.quote(answer.eventId()) + ", expected item " + Text.quote(cause.subject()) + ", event "
                    + Text.quote(cause.eventId()));
        }
        var headers = envelope(cause, answer.model(), EventTypes.RECOMMENDATIONS)
                .put(HeaderNames.CONTENT_TYPE, "application/json");
        return record(cause, Optional.of(json.write(answer)), headers);
    }

    OutgoingRecord withdrawn(ImageDeleted cause) {
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

    Recommendations read(EventRecord record) {
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
