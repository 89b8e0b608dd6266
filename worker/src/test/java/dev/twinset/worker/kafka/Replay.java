package dev.twinset.worker.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.event.CatalogEvent;
import dev.twinset.contract.event.ImageDeleted;
import dev.twinset.contract.event.ImageQueried;
import dev.twinset.contract.event.ImageUploaded;
import dev.twinset.contract.event.InlineImage;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.result.Why;
import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.FoundItem;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.SlowSearch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The guarantees, checked from what a read_committed reader sees: each answer is searched again by brute force. */
final class Replay {
    private record LogEntry(int partition, long offset, FeatureRecord feature) {}

    private final TestShop shop;
    private final Map<Integer, List<LogEntry>> featureLog = new TreeMap<>();
    private final List<EventRecord> attributeLog;
    private final Map<String, Recommendations> answers = new HashMap<>();
    private final Map<String, Long> rejected = new HashMap<>();
    private long withdrawn;

    Replay(TestShop shop, String modelId) {
        this.shop = shop;
        for (EventRecord record : shop.read(shop.topics.features(modelId))) {
            featureLog
                    .computeIfAbsent(record.partition(), partition -> new ArrayList<>())
                    .add(new LogEntry(
                            record.partition(), record.offset(), shop.codec.feature(record, FakeExtractor.DIMENSION)));
        }
        attributeLog = shop.read(shop.topics.attributes());
        for (EventRecord record : shop.read(shop.topics.recommendations())) {
            if (record.value().isEmpty()) {
                withdrawn++;
                continue;
            }
            Recommendations answer = shop.codec.recommendations(record);
            assertThat(answers.put(answer.eventId(), answer))
                    .as("a second answer to %s", answer.eventId())
                    .isNull();
        }
        for (EventRecord record : shop.read(shop.topics.rejected())) {
            rejected.merge(TestShop.key(record), 1L, Long::sum);
        }
    }

    /** Every event ends in exactly one terminal record, and every answer is the brute-force one. */
    void check() {
        long deletions = shop.published.values().stream()
                .filter(event -> event instanceof ImageDeleted)
                .count();
        assertThat(withdrawn).isEqualTo(deletions);
        for (CatalogEvent event : shop.published.values()) {
            if (event instanceof ImageDeleted) {
                continue;
            }
            boolean bad = new String(image(event), UTF_8).startsWith("bad");
            Recommendations answer = answers.get(event.eventId());
            if (bad) {
                assertThat(answer).isNull();
                assertThat(rejected).containsEntry(event.subject(), 1L);
            } else {
                assertThat(answer).as("the answer to %s", event).isNotNull();
                check(event, requireNonNull(answer));
            }
        }
        assertThat(answers.size() + rejected.size() + withdrawn).isEqualTo(shop.published.size());
    }

    Recommendations answerTo(String eventId) {
        return Optional.ofNullable(answers.get(eventId)).orElseThrow();
    }

    private static byte[] image(CatalogEvent event) {
        if (event instanceof ImageUploaded upload) {
            return ((InlineImage) upload.image()).bytes();
        }
        return event instanceof ImageQueried query ? ((InlineImage) query.image()).bytes() : new byte[0];
    }

    private void check(CatalogEvent event, Recommendations answer) {
        Map<String, Item> searched = searched(answer.snapshot());
        Map<String, Map<String, String>> said = said(answer.snapshot());
        if (shop.engine.isEmpty()) { // an engine's number is about right
            assertThat(answer.snapshot().items())
                    .as("items searched for %s", event.eventId())
                    .isEqualTo(searched.size());
        }
        AnswerOptions options = options(event, said);
        assertThat(answer.options()).isEqualTo(options);
        searched.replaceAll((id, item) ->
                new Item(item.vector(), ItemAttributes.over(item.attributes(), said.getOrDefault(id, Map.of()))));
        Optional<String> itself =
                event instanceof ImageUploaded upload ? Optional.of(upload.itemId()) : Optional.empty();
        float[] asked = FakeExtractor.vector(image(event));
        Found found = SlowSearch.answer(new Query(asked, itself, options), searched);
        List<Recommendation> expected = new ArrayList<>();
        for (FoundItem item : found.items()) {
            expected.add(new Recommendation(
                    expected.size() + 1,
                    item.itemId(),
                    item.score(),
                    FakeExtractor.CALIBRATION.match(item.score()),
                    item.copies(),
                    item.fallback(),
                    options.why() ? Optional.of(allLook(item.score())) : Optional.empty()));
        }
        assertThat(answer.recommendations())
                .as("answer to %s, %s", event.eventId(), options)
                .isEqualTo(expected);
        assertThat(answer.copies()).as("copies of %s", event.eventId()).isEqualTo(found.copies());
    }

    private static AnswerOptions options(CatalogEvent event, Map<String, Map<String, String>> said) {
        try {
            if (event instanceof ImageUploaded upload) {
                Map<String, String> known =
                        ItemAttributes.over(upload.attributes(), said.getOrDefault(upload.itemId(), Map.of()));
                return AnswerOptions.of(upload.options(), AnswerOptions.DEFAULT).resolved(known);
            }
            ImageQueried query = (ImageQueried) event;
            return AnswerOptions.of(query.options(), AnswerOptions.DEFAULT).resolved(query.attributes());
        } catch (RejectedEventException e) {
            throw new AssertionError(e);
        }
    }

    /** What is said of items beside their images before the snapshot's offsets. */
    private Map<String, Map<String, String>> said(Snapshot snapshot) {
        Map<String, Map<String, String>> said = new HashMap<>();
        attributeLog.stream()
                .filter(record -> record.offset() < snapshot.attributeOffsets().getOrDefault(record.partition(), 0L))
                .map(shop.codec::itemAttributes)
                .forEach(item -> said.put(item.itemId(), item.attributes().orElse(Map.of())));
        return said;
    }

    private static Why allLook(float score) {
        return new Why(Map.of("look", Why.decimal(score)), Map.of());
    }

    /** The changelog before the snapshot's offsets, overlaid with the session's batches that were in flight. */
    private Map<String, Item> searched(Snapshot snapshot) {
        Map<String, Item> items = new HashMap<>();
        featureLog.forEach((partition, entries) -> entries.stream()
                .filter(entry -> entry.offset() < snapshot.offsets().getOrDefault(partition, 0L))
                .forEach(entry -> apply(items, entry.feature())));
        featureLog
                .values()
                .forEach(entries -> entries.stream()
                        .filter(entry -> entry.feature().session().equals(snapshot.session()))
                        .filter(entry -> entry.feature().batch() >= snapshot.pendingFrom())
                        .filter(entry -> entry.feature().batch() <= snapshot.batch())
                        .forEach(entry -> apply(items, entry.feature())));
        return items;
    }

    private static void apply(Map<String, Item> items, FeatureRecord feature) {
        feature.vector()
                .ifPresentOrElse(
                        vector -> items.put(feature.itemId(), new Item(vector, feature.attributes())),
                        () -> items.remove(feature.itemId()));
    }
}
