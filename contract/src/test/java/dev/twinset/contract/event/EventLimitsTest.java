package dev.twinset.contract.event;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.JPEG;
import static dev.twinset.contract.Samples.TOPICS;
import static dev.twinset.contract.Samples.header;
import static dev.twinset.contract.Samples.image;
import static dev.twinset.contract.Samples.record;
import static dev.twinset.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.Samples;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectionReason;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record here is refused, for the one reason that stands beside it. */
final class EventLimitsTest {
    private static final String[] BAD_IDS = {
        "",
        " ",
        "   ",
        "\u00A0\u2003",
        "\t",
        "\u0000",
        "a\u0000b",
        "a\u007Fb",
        "a\u0085b",
        "id\n2026-01-01 INFO forged log line",
        "id\r\nheader: x",
        "a\u2028b",
        "a\u2029b",
        "\u001b[2J\u001b[31mred",
        "gpj.\u202Etac",
        "a\u200Fb",
        "\u2067a",
        "../../etc/passwd",
        "..\\..\\windows",
        "C:\\x",
        "..",
        "...",
        "a/b/c",
        "/",
        "a%2f..%2fb",
        "a".repeat(256),
        "é".repeat(128),
        "🧥".repeat(20_000)
    };

    private static final byte[][] NO_UTF8 = {
        {(byte) 0x80, (byte) 0x81},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, // a lone surrogate
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // beyond U+10FFFF
        {'a', (byte) 0xC3}, // cut short
        {(byte) 0xC0, (byte) 0xAF}, // an overlong '/'
        {(byte) 0xFF}
    };

    static Stream<Arguments> refused() {
        return Stream.of(ids(), headers(), envelopes(), options(), values()).flatMap(cases -> cases);
    }

    private static Stream<Arguments> ids() {
        return Stream.concat(Stream.of(BAD_IDS).map(Samples::utf8), Stream.of(NO_UTF8))
                .map(id -> arguments(RejectionReason.INVALID_ID, record(TOPICS.images(), id, JPEG)));
    }

    private static Stream<Arguments> headers() {
        return Stream.of(
                arguments(RejectionReason.HEADERS_TOO_MANY, image("a", headers(33, 1))),
                arguments(RejectionReason.HEADERS_TOO_MANY, image("a", headers(5000, 10))),
                arguments(RejectionReason.HEADERS_TOO_LARGE, image("a", header("n", "x".repeat(4096)))),
                arguments(RejectionReason.HEADERS_TOO_LARGE, image("a", header("n".repeat(5000), ""))),
                arguments(RejectionReason.HEADERS_TOO_LARGE, image("a", header("é".repeat(2049), ""))),
                arguments(RejectionReason.HEADERS_TOO_LARGE, image("a", headers(5, 4000))));
    }

    private static EventHeader[] headers(int count, int size) {
        return IntStream.range(0, count)
                .mapToObj(i -> header("h" + i, "x".repeat(size)))
                .toArray(EventHeader[]::new);
    }

    private static Stream<Arguments> envelopes() {
        return Stream.of(
                        image("a", header("ce_specversion", "0.3")),
                        image("a", header("ce_specversion", "999")),
                        image("a", header("ce_specversion", "")),
                        image("a", header("ce_type", "dev.twinset.image.uploaded.v2")),
                        image("a", header("ce_type", "dev.twinset.image.uploaded.v999")),
                        image("a", header("ce_type", "dev.twinset.image.uploaded")),
                        image("a", header("ce_type", "DEV.TWINSET.IMAGE.UPLOADED.V1")),
                        image("a", header("ce_type", "com.example.other")),
                        image("a", header("ce_type", EventTypes.RECOMMENDATIONS)),
                        image("a", header("ce_type", "")),
                        image("a", new EventHeader("ce_type", new byte[] {(byte) 0xFF})),
                        image("a", header("ce_type", EventTypes.IMAGE_QUERIED)),
                        record(TOPICS.queries(), utf8("a"), JPEG, header("ce_type", EventTypes.IMAGE_UPLOADED)),
                        record(TOPICS.queries(), utf8("a"), JPEG, header("ce_type", EventTypes.IMAGE_DELETED)),
                        image("a", header("content-type", "application/cloudevents+json")),
                        image("a", header("content-type", " Application/CloudEvents+JSON; charset=utf-8")),
                        image("a", header("content-type", "application/cloudevents-batch+json")))
                .map(record -> arguments(RejectionReason.UNSUPPORTED_VERSION, record));
    }

    private static Stream<Arguments> options() {
        return Stream.of(
                        image("a", header("ce_limit", "8\n")),
                        image("a", header("ce_why", "\u0000")),
                        image("a", new EventHeader("ce_filter", new byte[] {'a', '=', (byte) 0xC3})),
                        record(TOPICS.queries(), utf8("a"), JPEG, header("ce_limit", "\u0085")))
                .map(record -> arguments(RejectionReason.BAD_OPTION, record));
    }

    private static Stream<Arguments> values() {
        EventHeader reference = header("ce_dataref", "file:///etc/passwd");
        EventHeader wrong = header("content-sha256", "0".repeat(64));
        return Stream.of(
                arguments(RejectionReason.REF_FORBIDDEN, image("a", reference)),
                arguments(RejectionReason.REF_FORBIDDEN, image("a", header("ce_dataref", ""))),
                arguments(RejectionReason.REF_FORBIDDEN, record(TOPICS.images(), utf8("a"), new byte[0], reference)),
                arguments(RejectionReason.EMPTY, record(TOPICS.images(), utf8("a"), new byte[0])),
                arguments(RejectionReason.EMPTY, record(TOPICS.images(), utf8("a"), new byte[0], wrong)),
                arguments(
                        RejectionReason.EMPTY,
                        new EventRecord(
                                TOPICS.queries(), 0, 0, 0, Optional.of(utf8("a")), Optional.empty(), List.of())),
                arguments(
                        RejectionReason.TOO_MANY_BYTES,
                        record(TOPICS.images(), utf8("a"), new byte[8 * 1024 * 1024 + 1], wrong)),
                arguments(RejectionReason.CHECKSUM_MISMATCH, image("a", wrong)),
                arguments(RejectionReason.CHECKSUM_MISMATCH, image("a", header("content-sha256", ""))),
                arguments(RejectionReason.CHECKSUM_MISMATCH, image("a", header("content-sha256", "no digest"))));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void everyBadRecordIsRefusedForItsReason(RejectionReason reason, EventRecord record) {
        RejectedEventException e = catchThrowableOfType(RejectedEventException.class, () -> CODEC.event(record));

        assertThat(e).isNotNull();
        assertThat(e.rejection().reason()).isEqualTo(reason);
        assertThat(e.rejection().detail()).isNotBlank().hasSizeLessThan(400);
        assertThat(e.rejection().detail().codePoints()).noneMatch(UntrustedText::isUnsafe);
    }

    @Test
    void theFirstBrokenLimitIsTheReason() {
        EventHeader large = header("large", "x".repeat(5000));
        EventHeader version = header("ce_specversion", "2.0");
        EventHeader reference = header("ce_dataref", "/x");
        EventHeader checksum = header("content-sha256", "x");
        EventHeader option = header("ce_limit", "\n");

        assertThat(reason(record(TOPICS.images(), utf8(""), new byte[0], large, version)))
                .isEqualTo(RejectionReason.INVALID_ID);
        assertThat(reason(record(TOPICS.images(), utf8("a"), new byte[0], large, version)))
                .isEqualTo(RejectionReason.HEADERS_TOO_LARGE);
        assertThat(reason(record(TOPICS.images(), utf8("a"), new byte[0], version, option)))
                .isEqualTo(RejectionReason.UNSUPPORTED_VERSION);
        assertThat(reason(record(TOPICS.images(), utf8("a"), new byte[0], option, reference)))
                .isEqualTo(RejectionReason.BAD_OPTION);
        assertThat(reason(record(TOPICS.images(), utf8("a"), new byte[0], reference, checksum)))
                .isEqualTo(RejectionReason.REF_FORBIDDEN);
        assertThat(reason(record(TOPICS.images(), utf8("a"), new byte[0], checksum)))
                .isEqualTo(RejectionReason.EMPTY);
    }

    @Test
    void whatIsExactlyAtTheLimitsIsServed() {
        assertThatCode(() -> CODEC.event(image("a", headers(32, 1)))).doesNotThrowAnyException();
        assertThatCode(() -> CODEC.event(image("a", header("n", "x".repeat(4095)))))
                .doesNotThrowAnyException();
        assertThatCode(() -> CODEC.event(image("a", headers(4, 4094)))).doesNotThrowAnyException();
        assertThatCode(() -> CODEC.event(record(TOPICS.images(), utf8("a"), new byte[8 * 1024 * 1024])))
                .doesNotThrowAnyException();
    }

    @Test
    void theLimitsCanBeSet() {
        var tight = new EventCodec(TOPICS, Clock.systemUTC(), "/w", new EventLimits(3, 1, 10, 10, 5, 5));

        assertThat(reason(tight, image("abcd"))).isEqualTo(RejectionReason.INVALID_ID);
        assertThat(reason(tight, image("abc", headers(2, 1)))).isEqualTo(RejectionReason.HEADERS_TOO_MANY);
        assertThat(reason(tight, image("abc", headers(1, 10)))).isEqualTo(RejectionReason.HEADERS_TOO_LARGE);
        assertThat(reason(tight, image("abc"))).isEqualTo(RejectionReason.TOO_MANY_BYTES);
    }

    @Test
    void aBadIdInTheSubjectIsRefusedWhereItWouldServe() {
        var record = new EventRecord(
                TOPICS.images(), 0, 0, 0, Optional.empty(), Optional.of(JPEG), List.of(header("ce_subject", "../x")));

        assertThat(reason(record)).isEqualTo(RejectionReason.INVALID_ID);
    }

    private static RejectionReason reason(EventRecord record) {
        return reason(CODEC, record);
    }

    private static RejectionReason reason(EventCodec codec, EventRecord record) {
        return catchThrowableOfType(RejectedEventException.class, () -> codec.event(record))
                .rejection()
                .reason();
    }
}
