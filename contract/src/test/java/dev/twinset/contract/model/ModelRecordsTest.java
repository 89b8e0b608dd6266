package dev.twinset.contract.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelRecordsTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private final ModelRecords records = new ModelRecords(Topics.DEFAULT, "/test");

    @Test
    void everyRecordOfASwitchIsReadBack() {
        ServingModel first = ServingModel.first("old", NOW);
        ServingModel switching = first.switching("new", true);
        ServingModel switched = switching.switched(Map.of("catalog.images", Map.of(0, 5L, 11, 7L)), NOW);
        for (ServingModel serving : List.of(first, switching, switched, switching.cancelled())) {
            assertThat(records.serving(read(records.serving(serving)))).contains(serving);
        }
        assertThat(switched.term()).isEqualTo(2);
        assertThat(switched.previous()).contains("old");
        assertThat(switched.from("catalog.images", 11)).isEqualTo(7);
        assertThat(switched.from("catalog.images", 3)).isZero();
        assertThat(switched.from("catalog.queries", 0)).isZero();
        assertThat(switching.cancelled()).isEqualTo(first);
    }

    @Test
    void aRetiredModelIsReadBack() {
        EventRecord record = read(records.retired("old", NOW));
        assertThat(records.retired(record)).contains("old");
        assertThat(records.serving(record)).isEmpty();
        assertThat(records.retired(read(records.serving(ServingModel.first("m", NOW)))))
                .isEmpty();
    }

    @Test
    void whatIsNoRecordOfOursIsNamed() {
        assertThat(records.serving(record("other", "{}"))).isEmpty();
        for (String value : List.of("", "{}", "[]", "nonsense", "{\"model\":\"m\",\"since\":\"yesterday\"}")) {
            assertThatThrownBy(() -> records.serving(record("serving", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("catalog.models-0@4");
        }
    }

    private static EventRecord read(OutgoingRecord record) {
        return new EventRecord(record.topic(), 0, 4, 0, Optional.of(record.key()), record.value(), record.headers());
    }

    private static EventRecord record(String key, String value) {
        return new EventRecord(
                "catalog.models",
                0,
                4,
                0,
                Optional.of(key.getBytes(UTF_8)),
                Optional.of(value.getBytes(UTF_8)),
                List.of());
    }
}
