package dev.twinset.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.HeadersBuilder;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes what producers send, and reads it once itself: nothing is sent that a worker would reject or read differently.
 */
public final class CatalogEventWriter {
    private final Topics topics;
    private final Clock clock;
    private final String source;
    private final CatalogEventReader reader;

    public CatalogEventWriter(Topics topics, Clock clock, String source, CatalogEventReader reader) {
        this.topics = topics;
        this.clock = clock;
        this.source = source;
        this.reader = reader;
    }

    public OutgoingRecord write(CatalogEvent event) {
        OutgoingRecord record = encode(event);
        readBack(record, event);
        return record;
    }

    private OutgoingRecord encode(CatalogEvent event) {
        if (event instanceof ImageUploaded upload) {
            var headers = image(EventTypes.IMAGE_UPLOADED, event, upload.image());
            put(upload.attributes(), upload.options(), headers);
            return record(topics.images(), event, value(upload.image()), headers);
        }
        if (event instanceof ImageQueried query) {
            var headers = image(EventTypes.IMAGE_QUERIED, event, query.image());
            put(query.attributes(), query.options(), headers);
            return record(topics.queries(), event, value(query.image()), headers);
        }
        // a tombstone besides its type, so that compaction forgets the item as well
        return record(topics.images(), event, Optional.empty(), envelope(EventTypes.IMAGE_DELETED, event));
    }

    private static void put(Map<String, String> attributes, Map<String, String> options, HeadersBuilder headers) {
        AttributeNames.travelling(attributes).forEach((name, value) -> headers.put(HeaderNames.PREFIX + name, value));
        new TreeMap<>(options).forEach((name, value) -> headers.put(HeaderNames.PREFIX + name, value));
    }

    private HeadersBuilder image(String type, CatalogEvent event, ImageData image) {
        HeadersBuilder headers = envelope(type, event);
        if (image instanceof ImageReference reference) {
            headers.put(HeaderNames.DATA_REF, reference.key());
            reference.sha256().ifPresent(digest -> headers.put(HeaderNames.CONTENT_SHA256, digest));
            return headers;
        }
        byte[] bytes = ((InlineImage) image).bytes();
        return headers.put(HeaderNames.CONTENT_TYPE, mediaType(bytes))
                .put(HeaderNames.CONTENT_SHA256, Digest.sha256(bytes));
    }

    /** Never null, which would delete the item. */
    private static Optional<byte[]> value(ImageData image) {
        return Optional.of(image instanceof InlineImage inline ? inline.bytes() : new byte[0]);
    }

    private HeadersBuilder envelope(String type, CatalogEvent event) {
        return HeadersBuilder.event(event.eventId(), source, type)
                .put(HeaderNames.TIME, event.time().orElseGet(clock::instant))
                .put(HeaderNames.SUBJECT, event.subject())
                .trace(event.traceparent());
    }

    private static OutgoingRecord record(
            String topic, CatalogEvent event, Optional<byte[]> value, HeadersBuilder headers) {
        return new OutgoingRecord(topic, event.subject().getBytes(UTF_8), value, headers.build());
    }

    /** By the first bytes; a hint only, readers check for themselves. */
    private static String mediaType(byte[] image) {
        if (startsWith(image, 0, 0xFF, 0xD8, 0xFF)) {
            return "image/jpeg";
        }
        if (startsWith(image, 0, 0x89, 'P', 'N', 'G')) {
            return "image/png";
        }
        if (startsWith(image, 0, 'R', 'I', 'F', 'F') && startsWith(image, 8, 'W', 'E', 'B', 'P')) {
            return "image/webp";
        }
        return "application/octet-stream";
    }

    private static boolean startsWith(byte[] bytes, int from, int... expected) {
        if (bytes.length < from + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((bytes[from + i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private void readBack(OutgoingRecord record, CatalogEvent event) {
        CatalogEvent read;
        try {
            read = reader.read(new EventRecord(
                    record.topic(), 0, 0, 0, Optional.of(record.key()), record.value(), record.headers()));
            AnswerOptions.of(options(read), AnswerOptions.DEFAULT);
        } catch (RejectedEventException e) {
            throw new IllegalArgumentException(
                    "a worker would reject this event: " + e.rejection().reason() + ", "
                            + e.rejection().detail(),
                    e);
        }
        same("subject", event.subject(), read.subject());
        same("event id", event.eventId(), read.eventId());
        same("traceparent", event.traceparent(), read.traceparent());
        same("options", new TreeMap<>(options(event)), new TreeMap<>(options(read)));
    }

    private static Map<String, String> options(CatalogEvent event) {
        if (event instanceof ImageUploaded upload) {
            return upload.options();
        }
        return event instanceof ImageQueried query ? query.options() : Map.of();
    }

    private static void same(String what, Object written, Object read) {
        if (!written.equals(read)) {
            throw new IllegalArgumentException(what + " would be read as " + UntrustedText.quote(read.toString())
                    + ", expected " + UntrustedText.quote(written.toString()));
        }
    }
}
