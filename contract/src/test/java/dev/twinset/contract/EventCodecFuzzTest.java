package dev.twinset.contract;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.NOW;
import static dev.twinset.contract.Samples.TOPICS;
import static dev.twinset.contract.Samples.arrived;
import static dev.twinset.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.console.fuzz.Fuzz;
import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.redrive.RedriveMarks;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.RejectedImage;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.RecommendationsJson;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whatever a record holds: it is read as it would be written, or refused as documented. */
final class EventCodecFuzzTest {
    private static final Map<String, String> ATTRIBUTES = Map.of("gender", "Women", "brand", "50% \"off\"");

    private static final ImageQueried ASKING = new ImageQueried(
            "query-1",
            "event-2",
            new InlineImage(Samples.JPEG),
            Map.of("gender", "Women"),
            Map.of("limit", "8", "filter", "gender,-brand,kind=Shoe|50%25", "scorethreshold", "0.5", "why", "true"),
            Optional.empty(),
            Optional.of(Samples.TRACE));

    private static final String[] TOKENS = {
        FramedRecord.SEPARATOR + "ce_limit" + FramedRecord.SEPARATOR + "7",
        FramedRecord.SEPARATOR + "ce_groupsize" + FramedRecord.SEPARATOR + "2",
        FramedRecord.SEPARATOR,
        FramedRecord.SEPARATOR + FramedRecord.ABSENT + FramedRecord.SEPARATOR,
        FramedRecord.SEPARATOR + HeaderNames.TYPE + FramedRecord.SEPARATOR,
        FramedRecord.SEPARATOR + HeaderNames.ID + FramedRecord.SEPARATOR,
        FramedRecord.SEPARATOR + HeaderNames.REPLAY_COUNT + FramedRecord.SEPARATOR + "1",
        TOPICS.images(),
        TOPICS.queries(),
        "\u0000",
        "\n",
        "..",
        "/",
        "\u202e",
        "é",
        ":",
        "\"",
        ",\"a\":\"b\"",
        "}",
        "original-",
        "ce_",
        "true",
        "false"
    };

    @Test
    void anEventIsReadAsItWouldBeWrittenOrRejectedWithAReadableDeadLetter() throws InterruptedException {
        Fuzz.of(
                        FramedRecord.of(CODEC.event(Samples.upload())),
                        FramedRecord.of(CODEC.event(ASKING)),
                        FramedRecord.of(CODEC.event(Samples.deletion())))
                .tokens(TOKENS)
                .refusing(RejectedEventException.class)
                .run(
                        frame -> {
                            EventRecord record = FramedRecord.read(frame);
                            CODEC.subject(record);
                            try {
                                return CODEC.event(record);
                            } catch (RejectedEventException e) {
                                assertDeadLetter(record, e.rejection());
                                throw e;
                            }
                        },
                        EventCodecFuzzTest::assertWrittenOrRefused);
    }

    /** An option is read as text, and refused by its value only where the defaults are known. */
    private static void assertWrittenOrRefused(CatalogEvent event) throws RejectedEventException {
        try {
            AnswerOptions.of(options(event), AnswerOptions.DEFAULT);
        } catch (RejectedEventException e) {
            assertThatThrownBy(() -> CODEC.event(event)).hasMessageContaining("BAD_OPTION");
            return;
        }
        assertSame(event, CODEC.event(arrived(CODEC.event(event))));
    }

    private static Map<String, String> options(CatalogEvent event) {
        if (event instanceof ImageUploaded upload) {
            return upload.options();
        }
        return event instanceof ImageQueried query ? query.options() : Map.of();
    }

    @Test
    void whatIsSaidOfAnItemIsReadAsItWouldBeWrittenOrRefused() throws InterruptedException {
        ItemAttributes described = new ItemAttributes("item-1", Optional.of(ATTRIBUTES));
        ItemAttributes forgotten = new ItemAttributes("item-2", Optional.empty());
        Fuzz.of(
                        FramedRecord.of(CODEC.itemAttributes(described, "event-1")),
                        FramedRecord.of(CODEC.itemAttributes(forgotten, "event-2")))
                .tokens(TOKENS)
                .refusing(IllegalArgumentException.class)
                .run(
                        frame -> CODEC.itemAttributes(FramedRecord.read(frame)),
                        read -> assertThat(CODEC.itemAttributes(arrived(CODEC.itemAttributes(read, "event-3"))))
                                .isEqualTo(read));
    }

    @Test
    void aFeatureIsReadAsItWouldBeWrittenOrRefused() throws InterruptedException {
        FeatureRecord upload =
                new FeatureRecord("item-1", Optional.of(new float[] {0.5f, -0.25f}), ATTRIBUTES, "w1-4", 17);
        FeatureRecord deletion = new FeatureRecord("item-2", Optional.empty(), Map.of(), "w1-4", 18);
        Fuzz.of(FramedRecord.of(CODEC.feature("m1", upload)), FramedRecord.of(CODEC.feature("m1", deletion)))
                .tokens(TOKENS)
                .refusing(IllegalArgumentException.class)
                .run(frame -> CODEC.feature(FramedRecord.read(frame), 2), read -> {
                    FeatureRecord again = CODEC.feature(arrived(CODEC.feature("m1", read)), 2);
                    assertThat(again.itemId()).isEqualTo(read.itemId());
                    assertThat(again.vector().map(Arrays::toString))
                            .isEqualTo(read.vector().map(Arrays::toString));
                    assertThat(again.attributes()).isEqualTo(read.attributes());
                    assertThat(again.session()).isEqualTo(read.session());
                    assertThat(again.batch()).isEqualTo(read.batch());
                });
    }

    @Test
    void anAnswerIsReadAsItWouldBeWrittenOrRefused() throws InterruptedException {
        RecommendationsJson json = new RecommendationsJson();
        Fuzz.of(
                        json.write(Samples.answer(5)),
                        json.write(Samples.answer(0)),
                        json.write(Samples.answerWithEverything()))
                .tokens(
                        "\"",
                        ":",
                        ",",
                        "{",
                        "}",
                        "[",
                        "]",
                        "\\u0000",
                        "\\ud83d",
                        "\\",
                        "null",
                        "true",
                        "-",
                        ".5",
                        "\"match\":1,",
                        "\"copiesMore\":1,",
                        "\"options\":{},",
                        "\"why\":{},",
                        "e99999999",
                        "\u0000",
                        "[".repeat(2000))
                .refusing(IllegalArgumentException.class)
                .run(
                        EventCodecFuzzTest::answer,
                        read -> assertThat(answer(json.write(read))).isEqualTo(read));
    }

    @Test
    void aDeadLetterIsReadAndReplayedOrRefused() throws InterruptedException {
        Rejection rejection = new Rejection(RejectionReason.CORRUPT, "PNG of 7 bytes has no end chunk");
        Fuzz.of(
                        FramedRecord.of(CODEC.rejected(arrived(CODEC.event(Samples.upload())), rejection)),
                        FramedRecord.of(CODEC.rejected(arrived(CODEC.event(Samples.deletion())), rejection, false)))
                .tokens(TOKENS)
                .refusing(IllegalArgumentException.class)
                .run(
                        frame -> {
                            EventRecord record = FramedRecord.read(frame);
                            CODEC.answeredEvent(record);
                            CODEC.causeTime(record);
                            return CODEC.rejected(record);
                        },
                        EventCodecFuzzTest::assertReplay);
    }

    @Test
    void redriveMarksAreReadAsTheyWouldBeWrittenOrRefused() throws InterruptedException {
        Fuzz.of(
                        FramedRecord.of(CODEC.redriveMarks(new RedriveMarks("topic-id", 2, 7, new byte[] {1, 2, 64}))),
                        FramedRecord.of(CODEC.redriveMarks(new RedriveMarks("topic-id", 0, 0, new byte[0]))))
                .tokens(TOKENS)
                .refusing(IllegalArgumentException.class)
                .run(
                        frame -> CODEC.redriveMarks(FramedRecord.read(frame)),
                        read -> assertThat(CODEC.redriveMarks(arrived(CODEC.redriveMarks(read))))
                                .usingRecursiveComparison()
                                .isEqualTo(read));
    }

    private static Recommendations answer(byte[] json) {
        return CODEC.recommendations(Samples.record(TOPICS.recommendations(), utf8("item-1"), json));
    }

    private static void assertSame(CatalogEvent read, CatalogEvent again) {
        assertThat(again.getClass()).isEqualTo(read.getClass());
        assertThat(again.subject()).isEqualTo(read.subject());
        assertThat(again.eventId()).isEqualTo(read.eventId());
        assertThat(again.time()).hasValue(read.time().orElse(NOW));
        assertThat(again.traceparent()).isEqualTo(read.traceparent());
        assertThat(options(again)).isEqualTo(options(read));
        if (read instanceof ImageUploaded upload) {
            assertThat(((ImageUploaded) again).image()).isEqualTo(upload.image());
            assertThat(((ImageUploaded) again).attributes()).isEqualTo(upload.attributes());
        }
        if (read instanceof ImageQueried query) {
            assertThat(((ImageQueried) again).image()).isEqualTo(query.image());
            assertThat(((ImageQueried) again).attributes()).isEqualTo(query.attributes());
        }
    }

    private static void assertDeadLetter(EventRecord record, Rejection rejection) {
        RejectedImage letter = CODEC.rejected(arrived(CODEC.rejected(record, rejection)));
        assertThat(letter.rejection().reason()).isEqualTo(rejection.reason());
        assertThat(letter.image().map(Arrays::toString))
                .isEqualTo(record.value().map(Arrays::toString));
        assertReplay(letter);
    }

    /** An event that is sent again without a change of it or of the program is rejected as it was. */
    private static void assertReplay(RejectedImage letter) {
        if (CODEC.obstacle(letter).isPresent()) {
            assertThatThrownBy(() -> CODEC.replay(letter)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        OutgoingRecord replay = CODEC.replay(letter);
        RejectedImage again = CODEC.rejected(arrived(CODEC.rejected(arrived(replay), letter.rejection())));
        assertThat(again.replays()).isEqualTo(Math.max(letter.replays(), letter.replays() + 1));
        assertThat(again.eventId()).isEqualTo(letter.eventId());
        assertThat(again.image().map(Arrays::toString)).isEqualTo(letter.image().map(Arrays::toString));
    }
}
