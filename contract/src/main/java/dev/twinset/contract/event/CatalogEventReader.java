package dev.twinset.contract.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.ReplayHeaders;
import dev.twinset.contract.record.TraceParent;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads events from untrusted producers. The limits are checked in the order id, headers, envelope, options, bytes,
 * checksum; the first that is broken is the reason of the dead letter. Nothing here parses, decompresses or
 * deserialises a value, and what only describes an event (its time, trace, attributes) is dropped when malformed rather
 * than the event rejected.
 */
public final class CatalogEventReader {
    private static final byte[] NOTHING = {};

    private final Topics topics;
    private final EventLimits limits;
    private final ItemIds ids;

    public CatalogEventReader(Topics topics, EventLimits limits) {
        this.topics = topics;
        this.limits = limits;
        this.ids = new ItemIds(limits);
    }

    public CatalogEvent read(EventRecord record) throws RejectedEventException {
        Headers headers = new Headers(record.headers());
        String id = ids.of(record, headers);
        checkSizes(record.headers());
        EventKind kind = EventKind.of(record, headers, topics);

        String eventId = headers.text(HeaderNames.ID)
                .filter(text -> !text.isBlank())
                .orElseGet(() -> ItemIds.coordinates(record));
        var time = headers.time(HeaderNames.TIME);
        var trace = TraceParent.of(headers);
        return switch (kind) {
            case DELETION -> {
                refuseReference(headers);
                yield new ImageDeleted(id, eventId, time, trace);
            }
            case QUERY -> {
                var options = options(headers);
                var image = image(record, headers);
                yield new ImageQueried(id, eventId, image, attributes(record.headers()), options, time, trace);
            }
            case UPLOAD -> {
                var options = options(headers);
                var image = image(record, headers);
                yield new ImageUploaded(id, eventId, image, attributes(record.headers()), options, time, trace);
            }
        };
    }

    private void checkSizes(List<EventHeader> all) throws RejectedEventException {
        List<EventHeader> headers = ReplayHeaders.withoutAdded(all);
        if (headers.size() > limits.headers()) {
            throw new RejectedEventException(
                    RejectionReason.HEADERS_TOO_MANY,
                    "record has " + headers.size() + " headers, expected at most " + limits.headers());
        }
        long sum = 0;
        for (EventHeader header : headers) {
            long size = size(header);
            sum += size;
            if (size > limits.headerBytes()) {
                throw tooLarge("header " + UntrustedText.quote(header.name()) + " is", size, limits.headerBytes());
            }
        }
        if (sum > limits.headersBytes()) {
            throw tooLarge("headers are", sum, limits.headersBytes());
        }
    }

    public static long size(EventHeader header) {
        return (long) header.name().getBytes(UTF_8).length + header.value().length;
    }

    private static RejectedEventException tooLarge(String what, long actual, int limit) {
        return new RejectedEventException(
                RejectionReason.HEADERS_TOO_LARGE, what + " " + actual + " bytes, expected at most " + limit);
    }

    /** Compaction forgets the item with it, so it cannot mean an upload. */
    private static void refuseReference(Headers headers) throws RejectedEventException {
        if (headers.bytes(HeaderNames.DATA_REF).isPresent()) {
            throw new RejectedEventException(
                    RejectionReason.REF_FORBIDDEN,
                    "ce_dataref is "
                            + UntrustedText.quote(
                                    headers.lenient(HeaderNames.DATA_REF).orElse(""))
                            + " on a deletion, expected an empty value beside it, and not null, to upload what it refers to");
        }
    }

    private ImageData image(EventRecord record, Headers headers) throws RejectedEventException {
        Optional<byte[]> reference = headers.bytes(HeaderNames.DATA_REF);
        Optional<String> sha256 = headers.lenient(HeaderNames.CONTENT_SHA256);
        byte[] value = record.value().orElse(NOTHING);
        if (reference.isPresent()) {
            ImageReference read = ImageReference.read(reference.get(), sha256);
            if (value.length > 0) {
                throw new RejectedEventException(
                        RejectionReason.REF_FORBIDDEN,
                        "ce_dataref is " + UntrustedText.quote(read.key()) + " beside a value of " + value.length
                                + " bytes, expected one of both: they may be different images");
            }
            return read;
        }
        if (record.value().isEmpty()) {
            throw new RejectedEventException(RejectionReason.EMPTY, "value is null, expected an image");
        }
        if (value.length > limits.imageBytes()) {
            throw new RejectedEventException(
                    RejectionReason.TOO_MANY_BYTES,
                    "image is " + value.length + " bytes, expected at most " + limits.imageBytes());
        }
        check("value", value, sha256);
        return new InlineImage(value);
    }

    /** @param what the image is called in a message */
    static void check(String what, byte[] image, Optional<String> sha256) throws RejectedEventException {
        if (image.length == 0) {
            throw new RejectedEventException(RejectionReason.EMPTY, what + " is 0 bytes, expected an image");
        }
        if (sha256.isEmpty()) {
            return;
        }
        String actual = Digest.sha256(image);
        if (!actual.equalsIgnoreCase(sha256.get())) {
            throw new RejectedEventException(
                    RejectionReason.CHECKSUM_MISMATCH,
                    "SHA-256 of the " + what + " is " + actual + ", expected " + UntrustedText.quote(sha256.get())
                            + " of header content-sha256");
        }
    }

    /** As text: what is asked for is read on top of a worker's defaults, but only text can be shown to anybody. */
    private static Map<String, String> options(Headers headers) throws RejectedEventException {
        Map<String, String> options = new HashMap<>();
        for (String option : AnswerOptions.NAMES) {
            String header = HeaderNames.PREFIX + option;
            if (headers.bytes(header).isPresent()) {
                options.put(option, headers.text(header).orElseThrow(() -> notText(header, headers)));
            }
        }
        return options;
    }

    private static RejectedEventException notText(String header, Headers headers) {
        return new RejectedEventException(
                RejectionReason.BAD_OPTION,
                header + " is " + UntrustedText.quote(headers.lenient(header).orElse(""))
                        + ", expected text in UTF-8 without control characters");
    }

    /** What the headers say of the item; anything malformed is left out. */
    public static Map<String, String> attributes(List<EventHeader> headers) {
        Map<String, String> attributes = new HashMap<>();
        for (EventHeader header : headers) {
            if (AttributeNames.isAttribute(header.name())) {
                UntrustedText.strict(header.value())
                        .filter(text -> !UntrustedText.hasControl(text))
                        .ifPresent(text -> attributes.put(header.name().substring(HeaderNames.PREFIX.length()), text));
            }
        }
        return attributes;
    }
}
