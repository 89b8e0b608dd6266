package dev.twinset.contract.feature;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.arrived;
import static dev.twinset.contract.Samples.header;
import static dev.twinset.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ItemAttributesRecordsTest {
    private static final Map<String, String> ATTRIBUTES = Map.of("available", "false", "brand", "Grün \"&\" Söhne\\");

    /** What any Kafka client sends. */
    private static ItemAttributes read(String key, String value) {
        return CODEC.itemAttributes(new EventRecord(
                "catalog.attributes", 3, 42, 0, Optional.of(utf8(key)), Optional.of(utf8(value)), List.of()));
    }

    @Test
    void whatIsSaidIsOneJsonObjectSortedByName() {
        OutgoingRecord record = CODEC.itemAttributes(new ItemAttributes("item-1", Optional.of(ATTRIBUTES)), "event-1");

        assertThat(record.topic()).isEqualTo("catalog.attributes");
        assertThat(record.key()).isEqualTo(utf8("item-1"));
        assertThat(record.value().orElseThrow())
                .isEqualTo(utf8("{\"available\":\"false\",\"brand\":\"Grün \\\"&\\\" Söhne\\\\\"}"));
        assertThat(header(record, "ce_id")).isEqualTo("event-1");
        assertThat(CODEC.itemAttributes(arrived(record)))
                .isEqualTo(new ItemAttributes("item-1", Optional.of(ATTRIBUTES)));
    }

    @Test
    void aTombstoneForgets() {
        OutgoingRecord record = CODEC.itemAttributes(new ItemAttributes("item-1", Optional.empty()), "event-1");

        assertThat(record.value()).isEmpty();
        assertThat(header(record, "ce_type")).isEqualTo("dev.twinset.item.forgotten.v1");
        assertThat(CODEC.itemAttributes(arrived(record)).attributes()).isEmpty();
    }

    @Test
    void keyAndValueAreEnough() {
        assertThat(read("item-1", " { \"season\" : \"\" } "))
                .isEqualTo(new ItemAttributes("item-1", Optional.of(Map.of("season", ""))));
        assertThat(read("item-1", "{}").attributes()).contains(Map.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ''                        | attributes are no JSON
            [1]                       | attributes are no JSON object
            {"a":"b"                  | attributes are no JSON
            {"a":"b"} {}              | attributes are followed by something
            {"a":"b","a":"c"}         | attributes are no JSON
            {"a":1}                   | attribute "a" is no string
            {"a":{"b":"c"}}           | attribute "a" is no string
            {"articleType":"b"}       | attribute's name is "articleType", expected lower-case letters and digits
            {"":"b"}                  | attribute's name is ""
            {"a":"b\\n"}              | attribute a is "b\\u000a", expected a value without control characters
            {"limit":"b"}             | attribute's name is "limit", which is reserved, expected another such as itemlimit
            {"subject":"b"}           | attribute's name is "subject", which is reserved
            """)
    void whatCannotBeReadIsRefusedWithItsPlace(String value, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("item-1", value))
                .withMessageStartingWith(message)
                .withMessageEndingWith("(catalog.attributes-3@42)");
    }

    @ParameterizedTest
    @CsvSource({"'',id is empty", "a/b,id holds '/'"})
    void anIdThatNoItemHasIsRefused(String key, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> read(key, "{}")).withMessageStartingWith(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.itemAttributes(new ItemAttributes(key, Optional.empty()), "event-1"))
                .withMessageStartingWith(message);
    }

    @Test
    void moreThanEightKilobytesAreRefused() {
        String full = "x".repeat(8 * 1024 - "{\"a\":\"\"}".length());
        assertThat(CODEC.itemAttributes(new ItemAttributes("i", Optional.of(Map.of("a", full))), "e")
                        .value()
                        .orElseThrow())
                .hasSize(8 * 1024);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ItemAttributes("i", Optional.of(Map.of("a", full + "x"))))
                .withMessage("attributes are 8193 bytes of JSON, expected at most 8192");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read("i", "{\"a\":\"" + full + "x\"}"))
                .withMessageStartingWith("attributes are 8193 bytes of JSON");
    }

    @Test
    void whatIsSaidOfANameWins() {
        assertThat(ItemAttributes.over(Map.of("gender", "Men", "brand", "A"), Map.of("gender", "", "price", "9")))
                .isEqualTo(Map.of("gender", "", "brand", "A", "price", "9"));
    }
}
