package dev.twinset.contract.feature;

import static dev.twinset.contract.Samples.CODEC;
import static dev.twinset.contract.Samples.arrived;
import static dev.twinset.contract.Samples.header;
import static dev.twinset.contract.Samples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FeatureRecordsTest {
    private static final float[] VECTOR = {1f, -0.5f, Float.MIN_VALUE};

    private static OutgoingRecord written(Optional<float[]> vector) {
        return CODEC.feature("m1", new FeatureRecord("item-1", vector, Map.of(), "w1-4", 7));
    }

    private static OutgoingRecord written(Map<String, String> attributes) {
        return CODEC.feature("m1", new FeatureRecord("item-1", Optional.of(VECTOR), attributes, "w1-4", 7));
    }

    private static Map<String, String> attributes(byte[] header) {
        OutgoingRecord plain = written(Map.of());
        List<EventHeader> headers = new ArrayList<>(plain.headers());
        headers.add(new EventHeader("attributes", header));
        return CODEC.feature(arrived(new OutgoingRecord(plain.topic(), plain.key(), plain.value(), headers)), 3)
                .attributes();
    }

    private static EventRecord record(Optional<byte[]> key, Optional<byte[]> value, EventHeader... headers) {
        return new EventRecord("catalog.features.m1", 3, 42, 0, key, value, List.of(headers));
    }

    @Test
    void aVectorIsReadBackBitForBit() {
        FeatureRecord read = CODEC.feature(arrived(written(Optional.of(VECTOR))), 3);

        assertThat(read.vector().orElseThrow()).containsExactly(VECTOR);
        assertThat(List.of(read.itemId(), read.session(), read.batch())).containsExactly("item-1", "w1-4", 7L);
    }

    @Test
    void theValueIsLittleEndianFloatsAndNothingElse() {
        OutgoingRecord record = written(Optional.of(new float[] {1f, -2f}));

        assertThat(record.value().orElseThrow()).containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0);
        assertThat(record.topic()).isEqualTo("catalog.features.m1");
        assertThat(record.key()).isEqualTo(utf8("item-1"));
    }

    @Test
    void aTombstoneNamesItsSessionAndBatchToo() {
        OutgoingRecord record = written(Optional.empty());
        FeatureRecord read = CODEC.feature(arrived(record), 3);

        assertThat(record.value()).isEmpty();
        assertThat(read).isEqualTo(new FeatureRecord("item-1", Optional.empty(), Map.of(), "w1-4", 7));
    }

    @Test
    void aVectorThatIsNotFiniteIsNeitherWrittenNorRead() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> written(Optional.of(new float[] {1f, bad})))
                    .withMessageContaining("component 1")
                    .withMessageContaining("item-1");
        }
        byte[] nan = {0, 0, (byte) 0xC0, 0x7F};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CODEC.feature(
                        record(
                                Optional.of(utf8("a")),
                                Optional.of(nan),
                                header("ce_session", "s"),
                                header("ce_batch", "1")),
                        1))
                .withMessageContaining("catalog.features.m1-3@42");
    }

    @Test
    void aDamagedRecordIsRefusedWithItsPlace() {
        EventHeader session = header("ce_session", "s");
        EventHeader batch = header("ce_batch", "1");
        Optional<byte[]> key = Optional.of(utf8("a"));
        Optional<byte[]> value = Optional.of(new byte[4]);
        for (EventRecord damaged : List.of(
                record(Optional.empty(), value, session, batch),
                record(Optional.of(new byte[0]), value, session, batch),
                record(Optional.of(new byte[] {(byte) 0x80}), value, session, batch),
                record(key, Optional.of(new byte[3]), session, batch),
                record(key, Optional.of(new byte[0]), session, batch),
                record(key, Optional.of(new byte[8]), session, batch),
                record(key, value, batch),
                record(key, value, session),
                record(key, value, session, header("ce_batch", "one")),
                record(key, value, session, batch, header("ce_type", "dev.twinset.feature.v2")))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CODEC.feature(damaged, 1))
                    .withMessageContaining("catalog.features.m1-3@42");
        }
    }

    @Test
    void attributesAreOneHeaderSortedByName() {
        Map<String, String> attributes = Map.of("gender", "Women", "brand", "Gr\u00fcn \"&\" Söhne\\🧥", "season", "");
        OutgoingRecord record = written(attributes);

        assertThat(header(record, "attributes"))
                .isEqualTo("{\"brand\":\"Grün \\\"&\\\" Söhne\\\\🧥\",\"gender\":\"Women\",\"season\":\"\"}");
        assertThat(CODEC.feature(arrived(record), 3).attributes()).isEqualTo(attributes);
    }

    @Test
    void anItemWithoutAttributesHasNoSuchHeader() {
        assertThat(written(Map.of()).headers())
                .extracting(EventHeader::name)
                .containsExactly("ce_specversion", "ce_id", "ce_source", "ce_type", "ce_session", "ce_batch");
        assertThat(CODEC.feature(arrived(written(Map.of())), 3).attributes()).isEmpty();
    }

    @Test
    void ofMoreAttributesThanFitTheFirstByNameAreKept() {
        Map<String, String> attributes = Map.of("a", "1", "b", "é".repeat(4000), "c", "x".repeat(300), "d", "4");

        Map<String, String> read =
                CODEC.feature(arrived(written(attributes)), 3).attributes();

        assertThat(read).containsOnlyKeys("a", "b");
        String full = "x".repeat(8 * 1024 - "{\"a\":\"\"}".length());
        assertThat(CODEC.feature(arrived(written(Map.of("a", full))), 3).attributes())
                .isEqualTo(Map.of("a", full));
        assertThat(header(written(Map.of("a", full + "x")), "attributes")).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"a\"",
                "{",
                "{\"a\":\"x\"",
                "{\"a\":\"x\"}}",
                "{\"a\":\"x\"} {}",
                "{\"a\":\"x\",}",
                "{\"a\":\"x\",\"b\":1}",
                "{\"a\":\"x\",\"b\":null}",
                "{\"a\":\"x\",\"b\":{}}",
                "{\"a\":\"x\",\"b\":[\"y\"]}",
                "{\"a\":\"x\",\"a\":\"y\"}",
                "{\"a\":\"x\",\"B\":\"y\"}",
                "{\"a\":\"x\",\"\":\"y\"}",
                "{\"a\":\"x\\n\"}",
                "{\"a\":\"x\u0000\"}",
                "{a:'x'}"
            })
    void whatIsNoObjectOfStringsReadsAsNoAttributes(String header) {
        assertThat(attributes(utf8(header))).isEmpty();
    }

    @Test
    void whatIsTooLongOrNotUtf8ReadsAsNoAttributes() {
        assertThat(attributes(utf8("{\"a\":\"x\"}"))).isEqualTo(Map.of("a", "x"));
        assertThat(attributes(utf8("{\"a\":\"x\"}" + " ".repeat(8 * 1024)))).isEmpty();
        assertThat(attributes(utf8("[".repeat(8 * 1024)))).isEmpty();
        assertThat(attributes(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'}))
                .isEmpty();
    }
}
