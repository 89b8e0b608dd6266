package dev.twinset.contract.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects the headers of one outgoing record, in the order of the calls. */
public final class HeadersBuilder {
    private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);

    private final List<EventHeader> headers = new ArrayList<>(12);

    /** Starts with what CloudEvents requires of every event. */
    public static HeadersBuilder event(String id, String source, String type) {
        return new HeadersBuilder()
                .put(HeaderNames.SPEC_VERSION, SPEC_VERSION)
                .put(HeaderNames.ID, id)
                .put(HeaderNames.SOURCE, source)
                .put(HeaderNames.TYPE, type);
    }

    public HeadersBuilder put(String name, byte[] value) {
        headers.add(new EventHeader(name, value));
        return this;
    }

    public HeadersBuilder put(String name, String value) {
        return put(name, value.getBytes(UTF_8));
    }

    public HeadersBuilder put(String name, long value) {
        return put(name, Long.toString(value));
    }

    public HeadersBuilder put(String name, boolean value) {
        return put(name, Boolean.toString(value));
    }

    public HeadersBuilder put(String name, Instant value) {
        return put(name, value.toString());
    }

    public HeadersBuilder causeTime(Optional<Instant> time) {
        time.ifPresent(instant -> put(HeaderNames.CAUSE_TIME, instant));
        return this;
    }

    /** Twice: once for readers of CloudEvents, once for tracing libraries of Kafka clients. */
    public HeadersBuilder trace(Optional<String> traceparent) {
        traceparent.ifPresent(text -> put(HeaderNames.CE_TRACE_PARENT, text).put(HeaderNames.TRACE_PARENT, text));
        return this;
    }

    public List<EventHeader> build() {
        return headers;
    }
}
