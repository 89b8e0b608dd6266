package dev.twinset.cli.torture.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.cli.torture.ledger.SentEvent.Kind;
import dev.twinset.contract.EventCodec;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.Digest;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Each promise, broken once. */
class LedgerTest {
    private static final Topics TOPICS = Topics.DEFAULT;
    private static final String MODEL = "m";

    private final EventCodec codec = new EventCodec(TOPICS, Clock.systemUTC(), "/test");
    private final Ledger ledger = new Ledger(codec, TOPICS, MODEL, 2);
    private long offset;

    @Test
    void nothingIsWrongWithARunThatKeepsEveryPromise() {
        upload("e1", "a", 1, 0);
        upload("e2", "b", 0, 1);
        LedgerReport report = ledger.close();
        assertThat(report.violations()).isEmpty();
        assertThat(report.recomputed()).isEqualTo(2);
    }

    @Test
    void seesAnEventWithoutAnEnd() {
        send("e1", "a", Kind.UPLOAD, true);
        assertThat(ledger.open()).isEqualTo(1);
        assertThat(ledger.close().violated()).containsOnlyKeys("I1", "I2");
    }

    @Test
    void seesAnAnswerToWhatNobodySent() {
        ledger.seen(feature("a", 1, 0, 0), 10);
        ledger.seen(answer("e1", "a", 0, 0, true, Map.of(0, 0L), List.of(), 1), 10);
        assertThat(ledger.close().violated()).containsKey("I1");
    }

    @Test
    void seesAnItemThatIsMissingAndOneThatWasDeleted() {
        upload("e1", "a", 1, 0);
        send("e2", "a", Kind.DELETE, true);
        ledger.seen(record(codec.withdrawn(new ImageDeleted("a", "e2", Optional.empty(), Optional.empty())), 0), 20);
        assertThat(ledger.close().violations())
                .containsOnlyKeys("I2")
                .satisfies(
                        found -> assertThat(found.get("I2")).containsExactly("item a was deleted and is still there"));
    }

    @Test
    void seesASecondAnswer() {
        upload("e1", "a", 1, 0);
        ledger.seen(answer("e1", "a", 0, 1, true, Map.of(), List.of(), 1), 20);
        assertThat(ledger.close().violated()).containsEntry("I3", 1L);
    }

    @Test
    void seesAVectorThatIsNotOfLengthOne() {
        ledger.seen(feature("a", 1, 1, 0), 10);
        assertThat(ledger.close().violated()).containsKey("I5");
    }

    @Test
    void seesACommittedOffsetThatGoesBack() {
        ledger.committed("catalog.images-0", 5);
        ledger.committed("catalog.images-1", 3);
        ledger.committed("catalog.images-0", 4);
        assertThat(ledger.close().violations().get("I6")).containsExactly("catalog.images-0 went back from 5 to 4");
    }

    @Test
    void seesADeadLetterWithOtherBytes() {
        send("e1", "a", Kind.UPLOAD, false);
        reject("e1", "a", "other bytes");
        assertThat(ledger.close().violated()).containsOnlyKeys("I7");
    }

    @Test
    void seesAGoodImageRejectedAndABadOneAnswered() {
        send("e1", "a", Kind.UPLOAD, true);
        reject("e1", "a", "e1");
        send("e2", "b", Kind.UPLOAD, false);
        ledger.seen(feature("b", 1, 0, 1), 10);
        ledger.seen(answer("e2", "b", 0, 1, true, Map.of(), List.of(), 1), 10);
        assertThat(ledger.close().violations().get("I8")).containsExactly("e1 was rejected", "e2 was answered");
    }

    @Test
    void seesAnAnswerThatCallsItselfCompleteAndOverlooksWhatWasCommittedBefore() {
        answerThatOverlooksAnItem(true);
        assertThat(ledger.close().violations().get("G1")).containsExactly("the answer to e2 is complete without 0@0");
    }

    @Test
    void anAnswerThatSaysThatItIsIncompleteMayOverlookSomething() {
        answerThatOverlooksAnItem(false);
        assertThat(ledger.close().violated()).isEmpty();
    }

    private void answerThatOverlooksAnItem(boolean complete) {
        upload("e1", "a", 1, 0); // its feature is seen at 10
        ledger.sent(new SentEvent(
                "e2",
                Kind.UPLOAD,
                "b",
                true,
                Digest.sha256("e2".getBytes(UTF_8)),
                AnswerOptions.DEFAULT,
                Map.of(),
                11,
                0,
                offset++));
        ledger.seen(feature("b", 0, 1, 1), 20);
        ledger.seen(answer("e2", "b", 1, 1, complete, Map.of(), List.of(), 1), 20);
    }

    @Test
    void seesAnItemThatWasServedAfterItsDeletion() {
        upload("e1", "a", 1, 0);
        send("e2", "a", Kind.DELETE, true);
        ledger.seen(record(codec.feature(MODEL, new FeatureRecord("a", Optional.empty(), Map.of(), "s", 1)), 0), 12);
        ledger.seen(record(codec.withdrawn(new ImageDeleted("a", "e2", Optional.empty(), Optional.empty())), 0), 12);
        send("e3", "b", Kind.UPLOAD, true);
        ledger.seen(feature("b", 1, 0, 2), 20);
        ledger.seen(answer("e3", "b", 2, 2, true, Map.of(0, 100L), List.of(recommendation("a", 1)), 1), 20);
        assertThat(ledger.close().violations().get("G5"))
                .containsExactly("the answer to e3, {}: rank 1: published \"1 a 1.0\", expected \"\"");
    }

    @Test
    void seesAScoreThatIsNotTheProductOfTheTwoFeatures() {
        upload("e1", "a", 1, 0);
        send("e2", "b", Kind.UPLOAD, true);
        ledger.seen(feature("b", 0.6f, 0.8f, 1), 20);
        ledger.seen(answer("e2", "b", 1, 1, true, Map.of(0, 100L), List.of(recommendation("a", 0.9f)), 2), 20);
        assertThat(ledger.close().violations().get("G5"))
                .singleElement()
                .asString()
                .isEqualTo("the answer to e2, {}: it gives a the score 0.9, expected " + (double) 0.6f);
    }

    @Test
    void seesACopyThatIsRecommendedInsteadOfTold() {
        upload("e1", "a", 1, 0);
        send("e2", "b", Kind.UPLOAD, true);
        ledger.seen(feature("b", 1, 0, 1), 20);
        ledger.seen(answer("e2", "b", 1, 1, true, Map.of(0, 100L), List.of(recommendation("a", 1)), 2), 20);
        assertThat(ledger.close().violations().get("G5"))
                .containsExactly("the answer to e2, {}: copies: published \"\", expected \"a\"");
    }

    @Test
    void tellsHowLongItTookFromAFaultToTheNextAnswer() {
        ledger.fault("kill-worker", 4);
        upload("e1", "a", 1, 0); // answered at 10
        ledger.fault("kill-leader", 11);
        assertThat(ledger.close().recovery())
                .containsEntry("kill-worker", new LedgerReport.Recovery(1, 6, 6))
                .containsEntry("kill-leader", new LedgerReport.Recovery(1, Long.MAX_VALUE, Long.MAX_VALUE));
    }

    @Test
    void anEventOutlivesItsLine() {
        SentEvent event = new SentEvent(
                "e1",
                Kind.UPLOAD,
                "an item, ü",
                false,
                "",
                SentEvent.options(Map.of("limit", "7", "filter", "gender=women|men,-brand", "diversity", "0.25")),
                Map.of("gender", "women", "brand", "a b"),
                12,
                3,
                4);
        assertThat(SentEvent.parse(event.line())).isEqualTo(event);
    }

    /** Sent at 5, its feature and its right answer seen at 10; a batch of its own. */
    private void upload(String event, String item, float x, float y) {
        long batch = offset;
        send(event, item, Kind.UPLOAD, true);
        ledger.seen(feature(item, x, y, batch), 10);
        List<Recommendation> best = batch == 0 ? List.of() : List.of(recommendation("a", 0));
        ledger.seen(answer(event, item, 0, batch, true, Map.of(), best, batch == 0 ? 1 : 2), 10);
    }

    private void send(String event, String item, Kind kind, boolean acceptable) {
        String bytes = kind == Kind.DELETE ? "" : event;
        ledger.sent(new SentEvent(
                event,
                kind,
                item,
                acceptable,
                Digest.sha256(bytes.getBytes(UTF_8)),
                AnswerOptions.DEFAULT,
                Map.of(),
                5,
                0,
                offset++));
    }

    private void reject(String event, String item, String bytes) {
        OutgoingRecord original = codec.event(
                new ImageUploaded(item, event, bytes.getBytes(UTF_8), Map.of(), Optional.empty(), Optional.empty()));
        ledger.seen(
                record(codec.rejected(record(original, 0), new Rejection(RejectionReason.CORRUPT, "broken")), 0), 10);
    }

    private EventRecord feature(String item, float x, float y, long batch) {
        return record(
                codec.feature(MODEL, new FeatureRecord(item, Optional.of(new float[] {x, y}), Map.of(), "s", batch)),
                batch);
    }

    private static Recommendation recommendation(String item, float score) {
        return new Recommendation(1, item, score, OptionalDouble.empty());
    }

    private EventRecord answer(
            String event,
            String item,
            long pendingFrom,
            long batch,
            boolean complete,
            Map<Integer, Long> offsets,
            List<Recommendation> best,
            long items) {
        return record(
                codec.recommendations(
                        new Recommendations(
                                item,
                                event,
                                MODEL,
                                best,
                                new Snapshot(items, offsets, "s", pendingFrom, batch, complete)),
                        new ImageUploaded(
                                item, event, event.getBytes(UTF_8), Map.of(), Optional.empty(), Optional.empty())),
                batch);
    }

    private static EventRecord record(OutgoingRecord record, long offset) {
        return new EventRecord(
                record.topic(), 0, offset, 0, Optional.of(record.key()), record.value(), record.headers());
    }
}
