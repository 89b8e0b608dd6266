package dev.twinset.contract.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Looks headers up by name. Where a name occurs more than once the last one counts, as in Kafka's own clients. */
public final class Headers {
    private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private final List<EventHeader> headers;

    public Headers(List<EventHeader> headers) {
        this.headers = headers;
    }

    public Optional<byte[]> bytes(String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equals(name)) {
                return Optional.of(headers.get(i).value());
            }
        }
        return Optional.empty();
    }

    /**
     * Malformed UTF-8 becomes the replacement character: for comparing with a constant and for display, not for
     * storing.
     */
    public Optional<String> lenient(String name) {
        return bytes(name).map(value -> new String(value, UTF_8));
    }

    /** Also empty if it is not a valid CloudEvents string: malformed UTF-8, or with control characters. */
    public Optional<String> text(String name) {
        return bytes(name).flatMap(UntrustedText::strict).filter(text -> !UntrustedText.hasControl(text));
    }

    /** Also empty if it is not an RFC 3339 time, whose years have four digits. */
    public Optional<Instant> time(String name) {
        try {
            return text(name)
                    .map(text -> OffsetDateTime.parse(text).toInstant())
                    .filter(time -> !time.isBefore(YEAR_0) && time.isBefore(YEAR_10000));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if the header is absent */
    public String require(String name, EventRecord record) {
        return text(name)
                .orElseThrow(() -> new IllegalArgumentException("header " + name
                        + " is missing or not text, expected on every such record (" + record.coordinates() + ")"));
    }

    /** @throws IllegalArgumentException if the header is not a whole number */
    public long requireLong(String name, EventRecord record) {
        return number(name, record, Long::valueOf);
    }

    /** @throws IllegalArgumentException if the header is not a whole number of 32 bits */
    public int requireInt(String name, EventRecord record) {
        return number(name, record, Integer::valueOf);
    }

    private <N extends Number> N number(String name, EventRecord record, Function<String, N> parse) {
        String text = require(name, record);
        try {
            return parse.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "header " + name + " is " + UntrustedText.quote(text) + ", expected a whole number ("
                            + record.coordinates() + ")",
                    e);
        }
    }

    /** @throws IllegalArgumentException if the record says that it is of another type */
    public void requireType(String expected, EventRecord record) {
        Optional<String> actual = lenient(HeaderNames.TYPE);
        if (actual.isPresent() && !actual.get().equals(expected)) {
            throw new IllegalArgumentException("type is " + UntrustedText.quote(actual.get()) + ", expected " + expected
                    + " (" + record.coordinates() + ")");
        }
    }
}
