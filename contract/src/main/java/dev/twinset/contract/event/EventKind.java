package dev.twinset.contract.event;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.topic.Topics;
import java.util.Locale;
import java.util.Optional;

/** What a record asks for: by its envelope if it has one, else by the topic it came on. */
enum EventKind {
    UPLOAD(EventTypes.IMAGE_UPLOADED),
    QUERY(EventTypes.IMAGE_QUERIED),
    DELETION(EventTypes.IMAGE_DELETED);

    private final String type;

    EventKind(String type) {
        this.type = type;
    }

    static EventKind of(EventRecord record, Headers headers, Topics topics) throws RejectedEventException {
        refuseStructuredMode(headers);
        refuseOtherSpecification(headers);
        EventKind kind = typed(record.topic(), headers, topics);
        // compaction forgets the item at a null value whatever its type says, so the features must forget it too
        boolean forgotten = record.value().isEmpty() && record.topic().equals(topics.images());
        return kind == UPLOAD && forgotten ? DELETION : kind;
    }

    private static void refuseStructuredMode(Headers headers) throws RejectedEventException {
        String mediaType = headers.lenient(HeaderNames.CONTENT_TYPE).orElse("").strip();
        if (mediaType.toLowerCase(Locale.ROOT).startsWith("application/cloudevents")) {
            throw unsupported("content-type is " + UntrustedText.quote(mediaType)
                    + ", a CloudEvent in structured mode, expected binary mode: attributes in ce_ headers, the image's"
                    + " bytes as the value");
        }
    }

    private static void refuseOtherSpecification(Headers headers) throws RejectedEventException {
        Optional<String> version = headers.lenient(HeaderNames.SPEC_VERSION);
        if (version.isPresent() && !version.get().equals("1.0")) {
            throw unsupported("ce_specversion is " + UntrustedText.quote(version.get()) + ", expected 1.0");
        }
    }

    private static EventKind typed(String topic, Headers headers, Topics topics) throws RejectedEventException {
        Optional<String> type = headers.lenient(HeaderNames.TYPE);
        if (type.isEmpty()) {
            return topic.equals(topics.queries()) ? QUERY : UPLOAD;
        }
        for (EventKind kind : values()) {
            if (kind.type.equals(type.get())) {
                kind.checkTopic(topic, topics);
                return kind;
            }
        }
        throw unknown(type.get());
    }

    /**
     * The images topic is the catalogue, kept whole by compaction: a query there, or an upload elsewhere, breaks it.
     */
    private void checkTopic(String topic, Topics topics) throws RejectedEventException {
        String home = this == QUERY ? topics.queries() : topics.images();
        String foreign = this == QUERY ? topics.images() : topics.queries();
        if (topic.equals(foreign) && !foreign.equals(home)) {
            throw unsupported("ce_type " + type + " came on topic " + topic + ", expected on " + home);
        }
    }

    private static RejectedEventException unknown(String type) {
        for (EventKind kind : values()) {
            if (EventTypes.withoutVersion(kind.type).equals(EventTypes.withoutVersion(type))) {
                return unsupported("ce_type is " + UntrustedText.quote(type)
                        + ", a version this reader does not know, expected " + kind.type);
            }
        }
        return unsupported("ce_type is " + UntrustedText.quote(type) + ", expected " + UPLOAD.type + ", " + QUERY.type
                + " or " + DELETION.type);
    }

    private static RejectedEventException unsupported(String detail) {
        return new RejectedEventException(RejectionReason.UNSUPPORTED_VERSION, detail);
    }
}
