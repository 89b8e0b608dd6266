package dev.twinset.contract.result;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.event.CatalogEventReader;
import dev.twinset.contract.event.ItemIds;
import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.HeadersBuilder;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.ReplayHeaders;
import dev.twinset.contract.record.TraceParent;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Records of the dead-letter topic. One must always be small enough to be sent, or it would poison the transaction that
 * carries it; so every part that a producer chose has a limit, and what does not fit is left out and marked as missing.
 * The original headers are kept all or not at all: an event sent again with half of them could mean something else.
 */
public final class DeadLetters {
    private static final int KEY_BYTES = 255;
    private static final int DETAIL_BYTES = 1024;
    /** Kafka's own limit for a topic's name. */
    private static final int TOPIC_BYTES = 249;
    /** Twice the limit of accepted events, so every event that is rejected later keeps its headers. */
    private static final int ORIGINAL_HEADERS = 64;

    private static final int ORIGINAL_HEADERS_BYTES = 32 * 1024;

    private final Topics topics;
    private final Clock clock;
    private final String source;
    private final int valueBytes;
    private final ItemIds ids;

    public DeadLetters(Topics topics, Clock clock, String source, EventLimits limits) {
        this.topics = topics;
        this.clock = clock;
        this.source = source;
        this.valueBytes = limits.rejectedValueBytes();
        this.ids = new ItemIds(limits);
    }

    public OutgoingRecord write(EventRecord original, Rejection rejection, boolean keepValue) {
        byte[] bytes = original.value().orElseGet(() -> new byte[0]);
        // an empty value always fits: without it, a reference would read back as a deletion
        boolean valueKept = original.value().isPresent() && bytes.length <= (keepValue ? valueBytes : 0);
        boolean headersKept = fit(original.headers());

        HeadersBuilder headers = envelope(original)
                .put(HeaderNames.REASON, rejection.reason().name())
                .put(HeaderNames.DETAIL, UntrustedText.cut(UntrustedText.escape(rejection.detail()), DETAIL_BYTES))
                .put(HeaderNames.ORIGIN_TOPIC, UntrustedText.cut(original.topic(), TOPIC_BYTES))
                .put(HeaderNames.ORIGIN_PARTITION, original.partition())
                .put(HeaderNames.ORIGIN_OFFSET, original.offset())
                .put(HeaderNames.VALUE_KEPT, valueKept)
                .put(HeaderNames.HEADERS_KEPT, headersKept)
                .put(HeaderNames.CONTENT_TYPE, "application/octet-stream")
                .put(HeaderNames.CONTENT_SHA256, Digest.sha256(bytes));
        if (headersKept) {
            original.headers()
                    .forEach(header -> headers.put(HeaderNames.ORIGINAL_PREFIX + header.name(), header.value()));
        }
        // never null: a topic that somebody set to compact would lose the dead letter at once
        return new OutgoingRecord(
                topics.rejected(), key(original), Optional.of(valueKept ? bytes : new byte[0]), headers.build());
    }

    private HeadersBuilder envelope(EventRecord original) {
        Headers given = new Headers(original.headers());
        String id = new String(UntrustedText.cut(ItemIds.coordinates(original), KEY_BYTES), UTF_8) + ":rejected";
        HeadersBuilder headers =
                HeadersBuilder.event(id, source, EventTypes.IMAGE_REJECTED).put(HeaderNames.TIME, clock.instant());
        try {
            headers.put(HeaderNames.SUBJECT, ids.of(original, given));
        } catch (RejectedEventException e) {
            // an id that cannot be used is not a subject either; the key still shows it
        }
        ReplayHeaders.count(given).ifPresent(count -> headers.put(HeaderNames.REPLAY_COUNT, count));
        return headers.causeTime(given.time(HeaderNames.TIME)).trace(TraceParent.of(given));
    }

    private static byte[] key(EventRecord original) {
        byte[] key =
                original.key().orElseGet(() -> ItemIds.coordinates(original).getBytes(UTF_8));
        return key.length <= KEY_BYTES ? key : Arrays.copyOf(key, KEY_BYTES);
    }

    private static boolean fit(List<EventHeader> headers) {
        return headers.size() <= ORIGINAL_HEADERS
                && headers.stream().mapToLong(CatalogEventReader::size).sum() <= ORIGINAL_HEADERS_BYTES;
    }

    public RejectedImage read(EventRecord deadLetter) {
        Headers headers = new Headers(deadLetter.headers());
        headers.requireType(EventTypes.IMAGE_REJECTED, deadLetter);
        boolean valueKept = Boolean.parseBoolean(headers.require(HeaderNames.VALUE_KEPT, deadLetter));
        return new RejectedImage(
                deadLetter.key().orElseGet(() -> new byte[0]),
                new Rejection(reason(headers, deadLetter), headers.require(HeaderNames.DETAIL, deadLetter)),
                headers.require(HeaderNames.ORIGIN_TOPIC, deadLetter),
                headers.requireInt(HeaderNames.ORIGIN_PARTITION, deadLetter),
                headers.requireLong(HeaderNames.ORIGIN_OFFSET, deadLetter),
                deadLetter.value().filter(value -> valueKept),
                headers.require(HeaderNames.CONTENT_SHA256, deadLetter),
                originalHeaders(deadLetter.headers()),
                Boolean.parseBoolean(headers.require(HeaderNames.HEADERS_KEPT, deadLetter)),
                headers.text(HeaderNames.SUBJECT),
                ReplayHeaders.count(headers).orElse(0));
    }

    private static RejectionReason reason(Headers headers, EventRecord deadLetter) {
        String code = headers.require(HeaderNames.REASON, deadLetter);
        return Arrays.stream(RejectionReason.values())
                .filter(reason -> reason.name().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("reason is " + UntrustedText.quote(code)
                        + ", expected a code that this version knows (" + deadLetter.coordinates() + ")"));
    }

    private static List<EventHeader> originalHeaders(List<EventHeader> headers) {
        return headers.stream()
                .filter(header -> header.name().startsWith(HeaderNames.ORIGINAL_PREFIX))
                .map(header ->
                        new EventHeader(header.name().substring(HeaderNames.ORIGINAL_PREFIX.length()), header.value()))
                .toList();
    }
}
