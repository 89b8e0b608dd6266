package dev.twinset.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Events and records that the tests share. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00.250Z");
    static final Instant EARLIER = Instant.parse("2026-03-01T09:59:59.125Z");
    static final Topics TOPICS = Topics.DEFAULT;
    static final EventCodec CODEC = codec(NOW);
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 1, 2, 3};

    private Samples() {}

    static EventCodec codec(Instant now) {
        return new EventCodec(TOPICS, Clock.fixed(now, ZoneOffset.UTC), "/twinset/worker/w1");
    }

    static ImageUploaded upload() {
        return new ImageUploaded(
                "item-1",
                "event-1",
                JPEG,
                Map.of("gender", "Women", "category", "Schuhe für Damen"),
                Optional.of(EARLIER),
                Optional.of(TRACE));
    }

    static ImageQueried query() {
        return new ImageQueried("query-1", "event-2", JPEG, Optional.of(EARLIER), Optional.of(TRACE));
    }

    static ImageDeleted deletion() {
        return new ImageDeleted("item-1", "event-3", Optional.of(EARLIER), Optional.of(TRACE));
    }

    static Recommendations answer(int count) {
        List<Recommendation> found = new ArrayList<>();
        for (int rank = 1; rank <= count; rank++) {
            found.add(new Recommendation(
                    rank, "item-" + (rank + 1), 1f - rank * 0.1f, OptionalDouble.of((100 - rank) / 100.0)));
        }
        return new Recommendations("item-1", "event-1", "m1", found, snapshot());
    }

    static Snapshot snapshot() {
        return new Snapshot(24, Map.of(10, 7L, 2, 5L, 0, 12L), "w1-4", 3, 5, true);
    }

    static EventRecord record(String topic, byte[] key, byte[] value, EventHeader... headers) {
        return new EventRecord(topic, 3, 42, 0, Optional.of(key), Optional.of(value), List.of(headers));
    }

    static EventRecord image(String key, EventHeader... headers) {
        return record(TOPICS.images(), utf8(key), JPEG, headers);
    }

    /** As the worker reads what somebody sent. */
    static EventRecord arrived(OutgoingRecord sent) {
        return new EventRecord(sent.topic(), 3, 42, 0, Optional.of(sent.key()), sent.value(), sent.headers());
    }

    static EventHeader header(String name, String value) {
        return new EventHeader(name, utf8(value));
    }

    static String header(OutgoingRecord record, String name) {
        return new Headers(record.headers()).lenient(name).orElse("(absent)");
    }

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
