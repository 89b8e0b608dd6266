package dev.twinset.worker.audit;

import dev.twinset.contract.EventCodec;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.feature.ItemAttributes;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.topic.Topics;
import dev.twinset.worker.search.Cosine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The changelogs of models. */
final class FeatureLog {
    private final CommittedRecords records;
    private final Topics topics;
    private final EventCodec codec;

    FeatureLog(CommittedRecords records, Topics topics, EventCodec codec) {
        this.records = records;
        this.topics = topics;
        this.codec = codec;
    }

    /** @throws IOException if no worker with this model has ever run */
    void require(String modelId) throws IOException, InterruptedException {
        String topic = topics.features(modelId);
        if (records.exists(topic)) {
            return;
        }
        String prefix = topics.features("");
        Set<String> others = records.topics(prefix);
        throw new IOException("Kafka at " + records.servers() + " has no features of model " + modelId + ", topic "
                + topic + ": "
                + (others.isEmpty()
                        ? "start a worker and publish images"
                        : "it has those of "
                                + String.join(
                                        ", ",
                                        others.stream()
                                                .map(other -> other.substring(prefix.length()))
                                                .toList())
                                + ", name that model's file with --model"));
    }

    /**
     * An item's feature as it is now.
     *
     * @throws IOException if there is none
     */
    float[] latest(String modelId, String itemId) throws IOException, InterruptedException {
        List<FeatureRecord> found = new ArrayList<>();
        String topic = topics.features(modelId);
        records.of(itemId, topic, record -> found.add(feature(record)));
        if (found.isEmpty()) {
            throw new IOException("there is no item " + UntrustedText.quote(itemId) + " in " + topic
                    + ": it was never published, or its image was rejected");
        }
        return found.get(found.size() - 1)
                .vector()
                .orElseThrow(() -> new IOException("the item " + UntrustedText.quote(itemId) + " was deleted"));
    }

    /**
     * What a search ran over, as far as the log still has it.
     *
     * @param items by id, with what was said of them beside their images
     * @param describedSince items of which something was said since the search, and nothing before it is left
     * @param asked what the answered item got in the batch of its answer; several if it was uploaded twice in it. Of an
     *     answer given afresh: what it had
     */
    record Searched(Map<String, FeatureRecord> items, Set<String> describedSince, List<float[]> asked) {}

    /** The logs before the snapshot's offsets, and its session's batches over that. */
    Searched searched(Recommendations answer) throws IOException, InterruptedException {
        Snapshot snapshot = answer.snapshot();
        Map<String, FeatureRecord> items = new HashMap<>();
        List<FeatureRecord> pending = new ArrayList<>();
        records.all(topics.features(answer.model()), record -> {
            FeatureRecord feature = feature(record);
            if (record.offset() < snapshot.offsets().getOrDefault(record.partition(), 0L)) {
                items.put(feature.itemId(), feature);
            }
            if (feature.session().equals(snapshot.session())
                    && feature.batch() >= snapshot.pendingFrom()
                    && feature.batch() <= snapshot.batch()) {
                pending.add(feature);
            }
        });
        pending.forEach(feature -> items.put(feature.itemId(), feature));
        // deleted, or with a vector that no worker can have written: indexes leave it out
        items.values()
                .removeIf(feature -> feature.vector().filter(Cosine::isUnit).isEmpty());
        List<float[]> asked = answer.cause().isPresent()
                ? asked(items.get(answer.itemId()))
                : pending.stream()
                        .filter(feature -> feature.batch() == snapshot.batch())
                        .filter(feature -> feature.itemId().equals(answer.itemId()))
                        .flatMap(feature -> feature.vector().stream())
                        .toList();
        Set<String> describedSince = describe(items, snapshot);
        return new Searched(items, describedSince, asked);
    }

    /** @return the items of which only later records are left */
    private Set<String> describe(Map<String, FeatureRecord> items, Snapshot snapshot)
            throws IOException, InterruptedException {
        Map<String, Map<String, String>> said = new HashMap<>();
        Set<String> later = new HashSet<>();
        if (snapshot.attributeOffsets().isEmpty()) {
            return later;
        }
        records.all(topics.attributes(), record -> {
            boolean before = record.offset() < snapshot.attributeOffsets().getOrDefault(record.partition(), 0L);
            itemAttributes(record).ifPresent(item -> {
                if (before) {
                    said.put(item.itemId(), item.attributes().orElse(Map.of()));
                } else {
                    later.add(item.itemId());
                }
            });
        });
        said.forEach((itemId, attributes) -> items.computeIfPresent(
                itemId,
                (id, item) -> new FeatureRecord(
                        id,
                        item.vector(),
                        ItemAttributes.over(item.attributes(), attributes),
                        item.session(),
                        item.batch())));
        later.removeAll(said.keySet());
        later.retainAll(items.keySet());
        return later;
    }

    /** Empty if the record cannot be read: workers leave it out too. */
    private Optional<ItemAttributes> itemAttributes(EventRecord record) {
        try {
            return Optional.of(codec.itemAttributes(record));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<float[]> asked(@Nullable FeatureRecord item) {
        return item == null ? List.of() : item.vector().stream().toList();
    }

    /** Whatever its dimension is: the model's id in the topic's name vouches for it. */
    private FeatureRecord feature(EventRecord record) {
        return codec.feature(
                record, record.value().map(value -> value.length / Float.BYTES).orElse(0));
    }
}
