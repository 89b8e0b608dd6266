package dev.twinset.contract.event;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.JPEG;
import static dev.twinset.contract.Samples.TOPICS;
import static dev.twinset.contract.Samples.TRACE;
import static dev.twinset.contract.Samples.header;
import static dev.twinset.contract.Samples.image;
import static dev.twinset.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.Samples;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LenientReadingTest {
    private static final Optional<byte[]> NONE = Optional.empty();

    private static EventRecord bare(String topic, Optional<byte[]> key, Optional<byte[]> value) {
        return new EventRecord(topic, 3, 42, 0, key, value, List.of());
    }

    @Test
    void aKeyAndAnImageAloneAreAnUpload() throws Exception {
        CatalogEvent event = CODEC.event(bare(TOPICS.images(), Optional.of(utf8("shoe")), Optional.of(JPEG)));

        assertThat(event)
                .isEqualTo(new ImageUploaded(
                        "shoe", "catalog.images-3-42", JPEG, Map.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void onTheQueriesTopicTheyAreAQuery() throws Exception {
        CatalogEvent event = CODEC.event(bare(TOPICS.queries(), Optional.of(utf8("q")), Optional.of(JPEG)));

        assertThat(event)
                .isEqualTo(new ImageQueried("q", "catalog.queries-3-42", JPEG, Optional.empty(), Optional.empty()));
    }

    @Test
    void aNullValueOnTheImagesTopicIsADeletion() throws Exception {
        CatalogEvent event = CODEC.event(bare(TOPICS.images(), Optional.of(utf8("shoe")), NONE));

        assertThat(event)
                .isEqualTo(new ImageDeleted("shoe", "catalog.images-3-42", Optional.empty(), Optional.empty()));
    }

    @Test
    void anUploadWithANullValueIsADeletionBecauseCompactionForgetsTheItem() throws Exception {
        EventRecord record = new EventRecord(
                TOPICS.images(),
                3,
                42,
                0,
                Optional.of(utf8("shoe")),
                NONE,
                List.of(header(HeaderNames.TYPE, EventTypes.IMAGE_UPLOADED)));

        assertThat(CODEC.event(record)).isInstanceOf(ImageDeleted.class);
    }

    @Test
    void aDeletionByItsTypeMayHoldAValue() throws Exception {
        assertThat(CODEC.event(image("shoe", header(HeaderNames.TYPE, EventTypes.IMAGE_DELETED))))
                .isInstanceOf(ImageDeleted.class);
    }

    @Test
    void theKeyIsTheIdWhateverTheSubjectSays() throws Exception {
        assertThat(CODEC.event(image("shoe", header(HeaderNames.SUBJECT, "boot")))
                        .subject())
                .isEqualTo("shoe");
    }

    @Test
    void withoutAKeyTheSubjectIsTheIdAndWithoutEitherTheCoordinatesAre() throws Exception {
        EventRecord subject = new EventRecord(
                TOPICS.images(), 3, 42, 0, NONE, Optional.of(JPEG), List.of(header(HeaderNames.SUBJECT, "boot")));

        assertThat(CODEC.event(subject).subject()).isEqualTo("boot");
        assertThat(CODEC.event(bare(TOPICS.images(), NONE, Optional.of(JPEG))).subject())
                .isEqualTo("catalog.images-3-42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\nb", "\u001b[31m"})
    void anUnusableEventIdReadsAsNone(String eventId) throws Exception {
        assertThat(CODEC.event(image("shoe", header(HeaderNames.ID, eventId))).eventId())
                .isEqualTo("catalog.images-3-42");
    }

    @Test
    void timesOfAnyOffsetAreRead() throws Exception {
        assertThat(CODEC.event(image("shoe", header(HeaderNames.TIME, "2026-03-01T11:00:00.5+02:00")))
                        .time())
                .contains(Instant.parse("2026-03-01T09:00:00.500Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01T00:00:00Z", "+999999999-01-01T00:00:00Z", "1772359200"})
    void aMalformedTimeIsDropped(String time) throws Exception {
        assertThat(CODEC.event(image("shoe", header(HeaderNames.TIME, time))).time())
                .isEmpty();
    }

    @Test
    void theTraceOfTheLastHopCountsAndTheCloudEventsExtensionServesWithoutIt() throws Exception {
        String other = TRACE.replace("-01", "-00");

        assertThat(CODEC.event(image(
                                "shoe",
                                header(HeaderNames.CE_TRACE_PARENT, other),
                                header(HeaderNames.TRACE_PARENT, TRACE)))
                        .traceparent())
                .contains(TRACE);
        assertThat(CODEC.event(image(
                                "shoe",
                                header(HeaderNames.CE_TRACE_PARENT, other),
                                header(HeaderNames.TRACE_PARENT, "junk")))
                        .traceparent())
                .contains(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nx: y"
            })
    void aMalformedTraceIsDropped(String trace) throws Exception {
        assertThat(CODEC.event(image("shoe", header(HeaderNames.TRACE_PARENT, trace)))
                        .traceparent())
                .isEmpty();
    }

    @Test
    void otherCloudEventsAttributesAreTheItemsAttributes() throws Exception {
        ImageUploaded upload = (ImageUploaded) CODEC.event(image(
                "shoe",
                header(HeaderNames.SPEC_VERSION, "1.0"),
                header("ce_gender", "Women"),
                header("ce_colour", "rot"),
                header("ce_colour", "grün"),
                header("ce_Bad", "upper case"),
                header("ce_bad-name", "dash"),
                header("ce_", "nameless"),
                header("ce_lines", "a\r\nb"),
                new EventHeader("ce_bytes", new byte[] {(byte) 0xC3}),
                header("gender", "no prefix"),
                header("content-type", "text/html"),
                header("content-type", "image/gif")));

        assertThat(upload.attributes()).containsExactlyInAnyOrderEntriesOf(Map.of("gender", "Women", "colour", "grün"));
    }

    @Test
    void whatCloudEventsOrAnOptionMeansIsNoAttribute() throws Exception {
        ImageUploaded upload = (ImageUploaded) CODEC.event(image(
                "shoe",
                header("ce_partitionkey", "7"),
                header("ce_sequence", "42"),
                header("ce_sequencetype", "Integer"),
                header("ce_authid", "somebody"),
                header("ce_deprecated", "true"),
                header("ce_dataclassification", "public"),
                header("ce_searchexact", "true"),
                header("ce_limit", "no number: a worker refuses it"),
                header("ce_groupby", "gender"),
                header("ce_groupby", ""),
                header("ce_itemlimit", "Edition")));

        assertThat(upload.attributes()).isEqualTo(Map.of("itemlimit", "Edition"));
        assertThat(upload.options()).isEqualTo(Map.of("limit", "no number: a worker refuses it", "groupby", ""));
    }

    @Test
    void everyOptionsNameIsReserved() {
        assertThat(AnswerOptions.NAMES)
                .allSatisfy(name -> assertThat(HeaderNames.RESERVED).contains(HeaderNames.PREFIX + name));
    }

    @Test
    void aQueryHasAttributesAndOptionsToo() throws Exception {
        ImageQueried query = (ImageQueried) CODEC.event(Samples.record(
                TOPICS.queries(), utf8("q"), JPEG, header("ce_gender", "Women"), header("ce_filter", "gender")));

        assertThat(query.attributes()).isEqualTo(Map.of("gender", "Women"));
        assertThat(query.options()).isEqualTo(Map.of("filter", "gender"));
    }

    @Test
    void aDeletionAsksForNothing() throws Exception {
        EventHeader[] headers = {header(HeaderNames.TYPE, EventTypes.IMAGE_DELETED), header("ce_limit", "\n")};

        assertThat(CODEC.event(image("shoe", headers))).isInstanceOf(ImageDeleted.class);
    }

    @Test
    void aChecksumInEitherCaseIsMet() throws Exception {
        String sha256 = "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81";
        byte[] bytes = {1, 2, 3};

        for (String header : List.of(sha256, sha256.toUpperCase(java.util.Locale.ROOT))) {
            EventRecord record =
                    Samples.record(TOPICS.images(), utf8("shoe"), bytes, header(HeaderNames.CONTENT_SHA256, header));
            assertThat(CODEC.event(record)).isInstanceOf(ImageUploaded.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "é",
                "e\u0301",
                "id with spaces",
                "null",
                "NaN",
                "ÄÖ-7",
                "🧥",
                "-1",
                "--help",
                "${env:HOME}",
                "שלום",
                "\uFFFD"
            })
    void unusualIdsAreServedByteForByte(String id) throws Exception {
        assertThat(utf8(CODEC.event(image(id)).subject())).isEqualTo(utf8(id));
    }

    @Test
    void theLongestIdIsServed() throws Exception {
        assertThat(CODEC.event(image("a".repeat(255))).subject()).hasSize(255);
    }
}
