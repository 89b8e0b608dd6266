package dev.twinset.contract.redrive;

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
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventLimits;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReplaysTest {
    private static final Rejection REJECTION = new Rejection(RejectionReason.TOO_MANY_PIXELS, "too many");

    private static RejectedImage letter(EventRecord original) {
        return CODEC.rejected(arrived(CODEC.rejected(original, REJECTION)));
    }

    private static EventRecord original(Optional<byte[]> key, Optional<byte[]> value, EventHeader... headers) {
        return new EventRecord(TOPICS.images(), 3, 42, 0, key, value, List.of(headers));
    }

    @Test
    void theEventIsTheSameAndCountsItsReplays() throws Exception {
        EventRecord original = arrived(CODEC.event(Samples.upload()));

        OutgoingRecord once = CODEC.replay(letter(original));
        OutgoingRecord twice = CODEC.replay(letter(arrived(once)));

        assertThat(once.topic()).isEqualTo(TOPICS.images());
        assertThat(once.key()).isEqualTo(original.key().orElseThrow());
        assertThat(once.value()).isEqualTo(original.value());
        assertThat(once.headers().subList(0, original.headers().size())).isEqualTo(original.headers());
        assertThat(header(once, "ce_replaycount")).isEqualTo("1");
        assertThat(header(twice, "ce_replaycount")).isEqualTo("2");
        assertThat(twice.headers()).hasSameSizeAs(once.headers());
        assertThat(CODEC.event(arrived(twice))).isEqualTo(Samples.upload());
    }

    @Test
    void theNextDeadLetterCarriesTheCountOnThoughItsHeadersAreNotKept() {
        OutgoingRecord replay = CODEC.replay(letter(arrived(CODEC.event(Samples.upload()))));
        List<EventHeader> large = new ArrayList<>(replay.headers());
        large.add(0, header("large", "x".repeat(64 * 1024)));
        EventRecord again =
                new EventRecord(TOPICS.images(), 3, 99, 0, Optional.of(replay.key()), replay.value(), large);

        assertThat(letter(arrived(replay)).replays()).isEqualTo(1);
        assertThat(letter(again).replays()).isEqualTo(1);
        assertThat(letter(again).headersKept()).isFalse();
    }

    @Test
    void theGreatestCountStaysTheGreatest() {
        String greatest = Integer.toString(Integer.MAX_VALUE);
        EventRecord original =
                original(Optional.of(utf8("item-1")), Optional.of(JPEG), header("ce_replaycount", greatest));

        assertThat(header(CODEC.replay(letter(original)), "ce_replaycount")).isEqualTo(greatest);
    }

    @Test
    void anEventWithoutAnIdKeepsTheOneThatWorkersGaveIt() throws Exception {
        EventRecord bare = original(Optional.of(utf8("item-1")), Optional.of(JPEG));

        CatalogEvent first = CODEC.event(arrived(CODEC.replay(letter(bare))));
        OutgoingRecord second = CODEC.replay(letter(new EventRecord(
                TOPICS.images(),
                3,
                99,
                0,
                Optional.of(utf8("item-1")),
                Optional.of(JPEG),
                CODEC.replay(letter(bare)).headers())));

        assertThat(first.eventId())
                .isEqualTo("catalog.images-3-42")
                .isEqualTo(letter(bare).eventId());
        assertThat(CODEC.event(arrived(second)).eventId()).isEqualTo("catalog.images-3-42");
    }

    @Test
    void anEventWithoutAKeyIsStillAboutItsItem() throws Exception {
        EventRecord bySubject = original(Optional.empty(), Optional.of(JPEG), header("ce_subject", "item-7"));
        EventRecord nameless = original(Optional.empty(), Optional.of(JPEG));

        assertThat(CODEC.event(arrived(CODEC.replay(letter(bySubject)))).subject())
                .isEqualTo("item-7");
        assertThat(CODEC.event(arrived(CODEC.replay(letter(nameless)))).subject())
                .isEqualTo("catalog.images-3-42");
    }

    @Test
    void aReferenceIsSentAgainAsAReference() throws Exception {
        ImageReference reference = new ImageReference("images/1.jpg", Optional.of("0".repeat(64)));
        OutgoingRecord upload =
                CODEC.event(new ImageUploaded("item-1", "e", reference, Map.of(), Optional.empty(), Optional.empty()));

        OutgoingRecord replay = CODEC.replay(letter(arrived(upload)));

        assertThat(replay.value().orElseThrow()).isEmpty();
        assertThat(((ImageUploaded) CODEC.event(arrived(replay))).image()).isEqualTo(reference);
    }

    @Test
    void aDeletionIsSentAgainAsADeletion() throws Exception {
        EventRecord tombstone = original(Optional.of(utf8("item-1")), Optional.empty());

        OutgoingRecord replay = CODEC.replay(letter(tombstone));

        assertThat(replay.value()).isEmpty();
        assertThat(CODEC.event(arrived(replay))).isInstanceOf(ImageDeleted.class);
    }

    @Test
    void theFullestHeadersPassTheDoorWithWhatIsAdded() throws Exception {
        List<EventHeader> full = new ArrayList<>();
        for (int i = 0; i < EventLimits.DEFAULT.headers(); i++) {
            full.add(header("h" + i, "x".repeat(500)));
        }
        EventRecord original =
                original(Optional.of(utf8("item-1")), Optional.of(JPEG), full.toArray(EventHeader[]::new));

        assertThat(CODEC.event(arrived(CODEC.replay(letter(original)))).subject())
                .isEqualTo("item-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "0", "x", "99999999999", "1.0"})
    void aCountThatIsNoneSaysNothing(String count) {
        EventRecord original =
                original(Optional.of(utf8("item-1")), Optional.of(JPEG), header("ce_replaycount", count));

        assertThat(letter(original).replays()).isZero();
        assertThat(header(CODEC.replay(letter(original)), "ce_replaycount")).isEqualTo("1");
    }

    @Test
    void whatIsNotWholeIsNotSent() {
        EventRecord longKey = original(Optional.of(new byte[300]), Optional.of(JPEG));
        EventRecord foreign =
                new EventRecord("payments", 3, 42, 0, Optional.of(utf8("item-1")), Optional.of(JPEG), List.of());
        EventRecord large = original(
                Optional.of(utf8("item-1")), Optional.of(new byte[EventLimits.DEFAULT.rejectedValueBytes() + 1]));
        EventRecord headers =
                original(Optional.of(utf8("item-1")), Optional.of(JPEG), header("large", "x".repeat(64 * 1024)));

        assertThat(CODEC.obstacle(letter(longKey)))
                .hasValueSatisfying(text -> assertThat(text).contains("key"));
        assertThat(CODEC.obstacle(letter(foreign)))
                .hasValueSatisfying(text -> assertThat(text).contains("payments"));
        assertThat(CODEC.obstacle(letter(large)))
                .hasValueSatisfying(text -> assertThat(text).contains("bytes"));
        assertThat(CODEC.obstacle(letter(headers)))
                .hasValueSatisfying(text -> assertThat(text).contains("headers"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.replay(letter(foreign)))
                .withMessageContaining("payments");
    }

    @Test
    void bytesThatAreNotTheRejectedOnesAreNotSent() {
        OutgoingRecord written = CODEC.rejected(Samples.image("item-1"), REJECTION);
        EventRecord forged = arrived(
                new OutgoingRecord(written.topic(), written.key(), Optional.of(new byte[] {9}), written.headers()));

        assertThat(CODEC.obstacle(CODEC.rejected(forged)))
                .hasValueSatisfying(text -> assertThat(text).contains("SHA-256"));
    }

    @Test
    void marksAreReadBackAndAnEmptyPageIsATombstone() {
        RedriveMarks marks = new RedriveMarks("id", 3, 7, new byte[] {1, 2});
        RedriveMarks none = new RedriveMarks("id", 3, 7, new byte[0]);

        assertThat(CODEC.redriveMarks(arrived(CODEC.redriveMarks(marks))))
                .usingRecursiveComparison()
                .isEqualTo(marks);
        assertThat(CODEC.redriveMarks(none).value()).isEmpty();
        assertThat(CODEC.redriveMarks(none).key())
                .isEqualTo(CODEC.redriveMarks(marks).key());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.redriveMarks(Samples.image("item-1")))
                .withMessageContaining("catalog.images-3@42");
        assertThatIllegalArgumentException().isThrownBy(() -> new RedriveMarks("id", 0, 0, new byte[1025]));
    }
}
