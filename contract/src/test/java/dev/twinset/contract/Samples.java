package dev.twinset.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.option.ItemFilter;
import dev.twinset.contract.record.EventHeader;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.result.Why;
import dev.twinset.contract.topic.Topics;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Events and records that the tests share. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-03-01T10:00:00.250Z");
    public static final Instant EARLIER = Instant.parse("2026-03-01T09:59:59.125Z");
    public static final Topics TOPICS = Topics.DEFAULT;
    public static final EventCodec CODEC = codec(NOW);
    public static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @SuppressWarnings("MutablePublicArray") // tests do not write to it
    public static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 1, 2, 3};

    private Samples() {}

    public static EventCodec codec(Instant now) {
        return new EventCodec(TOPICS, Clock.fixed(now, ZoneOffset.UTC), "/twinset/worker/w1");
    }

    public static ImageUploaded upload() {
        return new ImageUploaded(
                "item-1",
                "event-1",
                JPEG,
                Map.of("gender", "Women", "category", "Schuhe für Damen"),
                Optional.of(EARLIER),
                Optional.of(TRACE));
    }

    public static ImageQueried query() {
        return new ImageQueried("query-1", "event-2", JPEG, Optional.of(EARLIER), Optional.of(TRACE));
    }

    public static ImageDeleted deletion() {
        return new ImageDeleted("item-1", "event-3", Optional.of(EARLIER), Optional.of(TRACE));
    }

    public static Recommendations answer(int count) {
        List<Recommendation> found = new ArrayList<>();
        for (int rank = 1; rank <= count; rank++) {
            found.add(new Recommendation(
                    rank, "item-" + (rank + 1), 1f - rank * 0.1f, OptionalDouble.of((100 - rank) / 100.0)));
        }
        return new Recommendations("item-1", "event-1", "m1", found, snapshot());
    }

    /** With every field that an answer can have. */
    public static Recommendations answerWithEverything() {
        AnswerOptions options = new AnswerOptions(
                2,
                OptionalDouble.of(0.25),
                ItemFilter.parse("gender=Women,brand!=50%25 off"),
                true,
                Optional.of("brand"),
                2,
                0.5,
                true);
        Map<String, BigDecimal> parts = new LinkedHashMap<>();
        parts.put("look", new BigDecimal("0.38"));
        parts.put("gender", new BigDecimal("0.53"));
        parts.put("season", new BigDecimal("-0.01"));
        Recommendation first = new Recommendation(
                1,
                "item-2",
                0.9f,
                OptionalDouble.of(0.99),
                new Copies(List.of("item-3", "item-4"), 7),
                true,
                Optional.of(new Why(parts, Map.of("gender", "Women"))));
        return new Recommendations(
                "item-1",
                "event-1",
                "m1",
                options,
                new Copies(List.of("item-8"), 1),
                Map.of("gender", "Men"),
                List.of(first),
                new Snapshot(24, Map.of(10, 7L, 2, 5L, 0, 12L), "w1-4", 3, 5, Map.of(1, 3L, 0, 9L), false, true));
    }

    public static Snapshot snapshot() {
        return new Snapshot(24, Map.of(10, 7L, 2, 5L, 0, 12L), "w1-4", 3, 5, true);
    }

    public static EventRecord record(String topic, byte[] key, byte[] value, EventHeader... headers) {
        return new EventRecord(topic, 3, 42, 0, Optional.of(key), Optional.of(value), List.of(headers));
    }

    public static EventRecord image(String key, EventHeader... headers) {
        return record(TOPICS.images(), utf8(key), JPEG, headers);
    }

    /** As the worker reads what somebody sent. */
    public static EventRecord arrived(OutgoingRecord sent) {
        return new EventRecord(sent.topic(), 3, 42, 0, Optional.of(sent.key()), sent.value(), sent.headers());
    }

    public static EventHeader header(String name, String value) {
        return new EventHeader(name, utf8(value));
    }

    public static String header(OutgoingRecord record, String name) {
        return new Headers(record.headers()).lenient(name).orElse("(absent)");
    }

    public static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
