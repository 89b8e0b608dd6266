package dev.twinset.contract.event;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.JPEG;
import static dev.twinset.contract.Samples.NOW;
import static dev.twinset.contract.Samples.arrived;
import static dev.twinset.contract.Samples.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.Samples;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.Topics;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogEventWriterTest {
    private static ImageUploaded upload(String id, byte[] image, Map<String, String> attributes) {
        return new ImageUploaded(id, "e", image, attributes, Optional.empty(), Optional.empty());
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        for (CatalogEvent event : List.of(Samples.upload(), Samples.query(), Samples.deletion())) {
            assertThat(CODEC.event(arrived(CODEC.event(event)))).isEqualTo(event);
        }
    }

    private static ImageUploaded asking(Map<String, String> options) {
        return new ImageUploaded(
                "a", "e", new InlineImage(JPEG), Map.of(), options, Optional.of(NOW), Optional.empty());
    }

    @Test
    void attributesAndOptionsOfUploadsAndQueriesAreReadBack() throws Exception {
        Map<String, String> attributes = Map.of("gender", "Women", "itemlimit", "Edition");
        Map<String, String> options =
                Map.of("limit", "8", "filter", "gender,brand=M%C3%BCller|Gr\u00fcn", "why", "true");
        var image = new InlineImage(JPEG);
        for (CatalogEvent event : List.of(
                new ImageUploaded("a", "e", image, attributes, options, Optional.of(NOW), Optional.empty()),
                new ImageQueried("a", "e", image, attributes, options, Optional.of(NOW), Optional.empty()))) {
            OutgoingRecord record = CODEC.event(event);

            assertThat(CODEC.event(arrived(record))).isEqualTo(event);
            assertThat(header(record, "ce_limit")).isEqualTo("8");
        }
    }

    @Test
    void anAttributeWithTheNameOfAnOptionTravelsAsTheItems() throws Exception {
        OutgoingRecord record = CODEC.event(upload("a", JPEG, Map.of("Limit", "Edition", "sequence", "3")));
        ImageUploaded read = (ImageUploaded) CODEC.event(arrived(record));

        assertThat(read.attributes()).isEqualTo(Map.of("itemlimit", "Edition", "itemsequence", "3"));
        assertThat(read.options()).isEmpty();
    }

    @Test
    void optionsThatAWorkerWouldRejectOrNotReadAreNotSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(asking(Map.of("limit", "0"))))
                .withMessage(
                        "a worker would reject this event: BAD_OPTION, limit is \"0\", expected a whole number from"
                                + " 1 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(asking(Map.of("filter", "a=\n"))))
                .withMessageContaining("BAD_OPTION, ce_filter is \"a=\\u000a\", expected text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(asking(Map.of("limits", "8"))))
                .withMessageContaining("options would be read as \"{}\", expected \"{limits=8}\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(asking(Map.of("filter", "a=\uD800"))))
                .withMessageContaining("options would be read as");
    }

    @Test
    void anEventWithoutATimeIsMadeNow() throws Exception {
        OutgoingRecord record = CODEC.event(upload("a", JPEG, Map.of()));

        assertThat(CODEC.event(arrived(record)).time()).contains(NOW);
    }

    @Test
    void aDeletionIsATombstoneAsWellAsAType() {
        OutgoingRecord record = CODEC.event(Samples.deletion());

        assertThat(record.topic()).isEqualTo("catalog.images");
        assertThat(record.value()).isEmpty();
        assertThat(header(record, "ce_type")).isEqualTo(EventTypes.IMAGE_DELETED);
    }

    @Test
    void theMediaTypeIsToldByTheFirstBytes() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0, 0};
        byte[] webp = {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P'};

        assertThat(header(CODEC.event(upload("a", JPEG, Map.of())), "content-type"))
                .isEqualTo("image/jpeg");
        assertThat(header(CODEC.event(upload("a", png, Map.of())), "content-type"))
                .isEqualTo("image/png");
        assertThat(header(CODEC.event(upload("a", webp, Map.of())), "content-type"))
                .isEqualTo("image/webp");
        assertThat(header(CODEC.event(upload("a", new byte[] {'R'}, Map.of())), "content-type"))
                .isEqualTo("application/octet-stream");
    }

    @Test
    void attributesTravelByNamesThatCloudEventsAllows() throws Exception {
        Map<String, String> columns = Map.of(
                "articleType", "Heels", "base colour", "Navy\tBlue", "type", "shoe", "source", "vendor", "season", "");

        var read = (ImageUploaded) CODEC.event(arrived(CODEC.event(upload("a", JPEG, columns))));

        assertThat(read.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "articletype",
                        "Heels",
                        "basecolour",
                        "Navy Blue",
                        "itemtype",
                        "shoe",
                        "itemsource",
                        "vendor",
                        "season",
                        ""));
    }

    @Test
    void theOrderOfAttributesDoesNotChangeTheBytes() {
        Map<String, String> one = new LinkedHashMap<>();
        Map<String, String> other = new LinkedHashMap<>();
        for (int i = 0; i < 15; i++) {
            one.put("a" + i, "x");
            other.put("a" + (14 - i), "x");
        }

        assertThat(CODEC.event(upload("a", JPEG, one)).headers())
                .usingRecursiveComparison()
                .isEqualTo(CODEC.event(upload("a", JPEG, other)).headers());
    }

    @Test
    void attributesThatWouldBeMixedUpAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(upload("a", JPEG, Map.of("baseColour", "x", "base colour", "y"))))
                .withMessageContaining("ce_basecolour");
        assertThatIllegalArgumentException().isThrownBy(() -> CODEC.event(upload("a", JPEG, Map.of(" ", "x"))));
    }

    @Test
    void aNameWithoutLatinLettersTravelsAsItsCodePoints() throws Exception {
        Map<String, String> columns = Map.of("色", "red", "Цв ет", "blue", "größe", "L", "€", "9", "👗", "yes");
        var read = (ImageUploaded) CODEC.event(arrived(CODEC.event(upload("a", JPEG, columns))));
        assertThat(read.attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "u8272", "red", "u0446u0432u0435u0442", "blue", "gre", "L", "u20ac", "9", "u1f457", "yes"));
    }

    @Test
    void whatAWorkerWouldRejectIsNotSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(upload("a/b", JPEG, Map.of())))
                .withMessageContaining("INVALID_ID");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(upload("a", new byte[0], Map.of())))
                .withMessageContaining("EMPTY");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(upload("a", new byte[8 * 1024 * 1024 + 1], Map.of())))
                .withMessageContaining("TOO_MANY_BYTES");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(upload("a", JPEG, Map.of("text", "x".repeat(5000)))))
                .withMessageContaining("HEADERS_TOO_LARGE");
    }

    @Test
    void anIdThatWouldBeReadOtherwiseIsNotSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> CODEC.event(new ImageQueried("a", "event\n1", JPEG, Optional.empty(), Optional.empty())))
                .withMessageContaining("event id");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> CODEC.event(new ImageQueried("\uD800", "e", JPEG, Optional.empty(), Optional.empty())))
                .withMessageContaining("subject");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.event(new ImageQueried("a", "e", JPEG, Optional.empty(), Optional.of("junk"))))
                .withMessageContaining("traceparent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a source", "a\nb", "%zz"})
    void aSourceThatIsNoUriReferenceIsRefused(String source) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventCodec(Topics.DEFAULT, Clock.systemUTC(), source));
    }
}
