package dev.twinset.contract.result;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.JPEG;
import static dev.twinset.contract.Samples.TOPICS;
import static dev.twinset.contract.Samples.arrived;
import static dev.twinset.contract.Samples.header;
import static dev.twinset.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.contract.Samples;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.junit.jupiter.api.Test;

final class DeadLettersTest {
    private static final int MIB = 1024 * 1024;
    private static final Rejection CORRUPT = new Rejection(RejectionReason.CORRUPT, "image ends early");

    private static EventRecord original(Optional<byte[]> key, Optional<byte[]> value, List<EventHeader> headers) {
        return new EventRecord(TOPICS.images(), 3, 42, 0, key, value, headers);
    }

    private static RejectedImage roundTrip(EventRecord original) {
        return CODEC.rejected(arrived(CODEC.rejected(original, CORRUPT)));
    }

    /** What a producer counts against max.request.size and a broker against max.message.bytes. */
    private static int requestBytes(OutgoingRecord record) {
        Header[] headers = record.headers().stream()
                .map(header -> new RecordHeader(header.name(), header.value()))
                .toArray(Header[]::new);
        return AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.NONE,
                record.key(),
                record.value().orElseThrow(),
                headers);
    }

    @Test
    void everythingIsReadBack() {
        EventRecord original = arrived(CODEC.event(Samples.upload()));

        RejectedImage read = roundTrip(original);

        assertThat(read.key()).isEqualTo(utf8("item-1"));
        assertThat(read.rejection()).isEqualTo(CORRUPT);
        assertThat(List.of(read.topic(), read.partition(), read.offset())).containsExactly("catalog.images", 3, 42L);
        assertThat(read.image().orElseThrow()).isEqualTo(JPEG);
        assertThat(read.sha256()).isEqualTo(Digest.sha256(JPEG));
        assertThat(read.headers()).isEqualTo(original.headers());
    }

    @Test
    void whatIsReadBackCanBeSentAgain() throws Exception {
        RejectedImage read = roundTrip(arrived(CODEC.event(Samples.upload())));

        CatalogEvent again = CODEC.event(
                new EventRecord(read.topic(), 0, 0, 0, Optional.of(read.key()), read.image(), read.headers()));

        assertThat(again).usingRecursiveComparison().isEqualTo(Samples.upload());
    }

    @Test
    void itNamesItsSubjectAndCarriesTimeAndTraceOn() {
        OutgoingRecord record = CODEC.rejected(arrived(CODEC.event(Samples.upload())), CORRUPT);

        assertThat(record.topic()).isEqualTo("catalog.images.rejected");
        assertThat(header(record, "ce_id")).isEqualTo("catalog.images-3-42:rejected");
        assertThat(header(record, "ce_subject")).isEqualTo("item-1");
        assertThat(header(record, "ce_reason")).isEqualTo("CORRUPT");
        assertThat(header(record, "traceparent")).isEqualTo(Samples.TRACE);
        assertThat(CODEC.causeTime(arrived(record))).contains(Samples.EARLIER);
    }

    @Test
    void withoutAKeyTheCoordinatesAreTheKey() {
        EventRecord original = original(Optional.empty(), Optional.of(JPEG), List.of());

        assertThat(roundTrip(original).key()).isEqualTo(utf8("catalog.images-3-42"));
    }

    @Test
    void aNullValueIsNoTombstoneAndAnEmptyOneIsKept() {
        EventRecord nothing = original(Optional.of(utf8("a/b")), Optional.empty(), List.of());
        EventRecord empty = original(Optional.of(utf8("a/b")), Optional.of(new byte[0]), List.of());

        assertThat(CODEC.rejected(nothing, CORRUPT).value().orElseThrow()).isEmpty();
        assertThat(roundTrip(nothing).image()).isEmpty();
        assertThat(roundTrip(empty).image().orElseThrow()).isEmpty();
        // of a reference the value is empty: without it, a redrive would delete the item
        assertThat(CODEC.rejected(arrived(CODEC.rejected(empty, CORRUPT, false)))
                        .tombstone())
                .isFalse();
    }

    @Test
    void aValueThatDoesNotFitLeavesItsDigest() {
        int fits = EventLimits.DEFAULT.rejectedValueBytes();

        assertThat(roundTrip(original(Optional.empty(), Optional.of(new byte[fits]), List.of()))
                        .image()
                        .orElseThrow())
                .hasSize(fits);
        RejectedImage cut = roundTrip(original(Optional.empty(), Optional.of(new byte[fits + 1]), List.of()));
        assertThat(cut.image()).isEmpty();
        assertThat(cut.sha256()).isEqualTo(Digest.sha256(new byte[fits + 1]));
    }

    @Test
    void headersAreKeptAllOrNone() {
        List<EventHeader> kept = Collections.nCopies(64, header("n", "x"));
        List<EventHeader> tooMany = Collections.nCopies(65, header("n", "x"));
        List<EventHeader> tooLarge = List.of(header("n", "x"), header("large", "x".repeat(32 * 1024)));

        assertThat(roundTrip(original(Optional.empty(), Optional.of(JPEG), kept))
                        .headers())
                .isEqualTo(kept);
        for (List<EventHeader> headers : List.of(tooMany, tooLarge)) {
            EventRecord original = original(Optional.empty(), Optional.of(JPEG), headers);
            assertThat(roundTrip(original).headers()).isEmpty();
            assertThat(header(CODEC.rejected(original, CORRUPT), "ce_headerskept"))
                    .isEqualTo("false");
        }
    }

    @Test
    void aHeaderThatTheDeadLetterItselfWritesIsNotMistakenForIt() {
        List<EventHeader> forged =
                List.of(header("ce_reason", "EMPTY"), header("ce_valuekept", "false"), header("original-ce_type", "x"));

        RejectedImage read = roundTrip(original(Optional.empty(), Optional.of(JPEG), forged));

        assertThat(read.rejection()).isEqualTo(CORRUPT);
        assertThat(read.image()).isPresent();
        assertThat(read.headers()).isEqualTo(forged);
    }

    @Test
    void theNastiestRecordGivesADeadLetterThatCanBeSent() {
        List<List<EventHeader>> headers = List.of(
                Collections.nCopies(5000, header("ce_type", "x".repeat(100))),
                Collections.nCopies(64, header("é".repeat(100), "x".repeat(300))),
                List.of(header("n".repeat(300_000), ""), header("ce_traceparent", "x".repeat(MIB))),
                List.of(new EventHeader("ce_subject", new byte[5 * MIB])));
        List<byte[]> keys = List.of(new byte[0], new byte[80_000], utf8("🧥".repeat(20_000)), utf8("a".repeat(255)));
        List<byte[]> values = List.of(
                new byte[EventLimits.DEFAULT.rejectedValueBytes()],
                new byte[EventLimits.DEFAULT.rejectedValueBytes() + 1]);
        Rejection longest = new Rejection(RejectionReason.ANIMATED_UNSUPPORTED, "\u202E\n\u0000🧥".repeat(100_000));
        List<OutgoingRecord> letters = new ArrayList<>();
        for (List<EventHeader> some : headers) {
            for (byte[] key : keys) {
                for (byte[] value : values) {
                    letters.add(CODEC.rejected(
                            new EventRecord(
                                    "t".repeat(249),
                                    Integer.MAX_VALUE,
                                    Long.MAX_VALUE,
                                    Long.MIN_VALUE,
                                    Optional.of(key),
                                    Optional.of(value),
                                    some),
                            longest));
                }
            }
        }

        assertThat(letters).allSatisfy(letter -> {
            assertThat(requestBytes(letter)).isLessThan(8 * MIB);
            assertThat(letter.key()).hasSizeLessThanOrEqualTo(255);
            assertThat(CODEC.rejected(arrived(letter)).rejection().detail().codePoints())
                    .noneMatch(UntrustedText::isUnsafe);
        });
    }

    @Test
    void theDetailIsEscapedAndCutBetweenCharacters() {
        var rejection = new Rejection(RejectionReason.CORRUPT, "a\r\nb\u202E" + "é".repeat(2000));

        OutgoingRecord record = CODEC.rejected(Samples.image("a"), rejection);

        assertThat(header(record, "ce_detail"))
                .startsWith("a\\u000d\\u000ab\\u202eé")
                .doesNotContain("\uFFFD");
        assertThat(utf8(header(record, "ce_detail"))).hasSizeBetween(1023, 1024);
    }

    @Test
    void whatIsNoDeadLetterIsRefusedWithItsPlace() {
        OutgoingRecord good = CODEC.rejected(Samples.image("a"), CORRUPT);
        for (EventHeader broken : List.of(
                header("ce_type", "other"),
                header("ce_reason", "NEW_REASON"),
                header("ce_originpartition", "9999999999"),
                header("ce_originoffset", "x"))) {
            List<EventHeader> headers = new ArrayList<>(good.headers());
            headers.add(broken);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CODEC.rejected(
                            new EventRecord("dead", 1, 2, 0, Optional.of(good.key()), good.value(), headers)))
                    .withMessageContaining("dead-1@2");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> CODEC.rejected(Samples.image("a")));
    }
}
