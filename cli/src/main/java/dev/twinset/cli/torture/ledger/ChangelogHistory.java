package dev.twinset.cli.torture.ledger;

import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.result.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Every record of the changelog with the time it was seen, so that what an answer searched can be rebuilt. */
public final class ChangelogHistory {
    private record Entry(int partition, long offset, FeatureRecord feature) {}

    private final Map<String, List<Entry>> byItem = new LinkedHashMap<>();
    private final Map<String, NavigableMap<Long, List<FeatureRecord>>> bySession = new HashMap<>();

    /** By partition: the time each record was seen, with its offset. */
    private final Map<Integer, NavigableMap<Long, Long>> seen = new TreeMap<>();

    public void add(int partition, long offset, FeatureRecord feature, long atMillis) {
        byItem.computeIfAbsent(feature.itemId(), id -> new ArrayList<>()).add(new Entry(partition, offset, feature));
        bySession
                .computeIfAbsent(feature.session(), id -> new TreeMap<>())
                .computeIfAbsent(feature.batch(), id -> new ArrayList<>())
                .add(feature);
        seen.computeIfAbsent(partition, id -> new TreeMap<>()).merge(atMillis, offset, Math::max);
    }

    /** The items that a search of this snapshot ran over: the log before its offsets, and its batches over that. */
    public Map<String, FeatureRecord> items(Snapshot snapshot) {
        Map<String, FeatureRecord> items = new HashMap<>();
        for (List<Entry> entries : byItem.values()) {
            for (int i = entries.size() - 1; i >= 0; i--) {
                Entry entry = entries.get(i);
                if (entry.offset() < snapshot.offsets().getOrDefault(entry.partition(), 0L)) {
                    apply(items, entry.feature());
                    break;
                }
            }
        }
        bySession
                .getOrDefault(snapshot.session(), new TreeMap<>())
                .subMap(snapshot.pendingFrom(), true, snapshot.batch(), true)
                .values()
                .forEach(batch -> batch.forEach(feature -> apply(items, feature)));
        return items;
    }

    /** The features that an item got in a snapshot's batch: one of them is what an upload was compared by. */
    public List<float[]> ofBatch(Snapshot snapshot, String itemId) {
        return bySession
                .getOrDefault(snapshot.session(), new TreeMap<>())
                .getOrDefault(snapshot.batch(), List.of())
                .stream()
                .filter(feature -> feature.itemId().equals(itemId))
                .flatMap(feature -> feature.vector().stream())
                .toList();
    }

    /** A record that could be read before a moment but was not searched, as partition@offset. */
    Optional<String> overlooked(Snapshot snapshot, long beforeMillis) {
        for (Map.Entry<Integer, NavigableMap<Long, Long>> partition : seen.entrySet()) {
            Map.Entry<Long, Long> last = partition.getValue().lowerEntry(beforeMillis);
            long searched = snapshot.offsets().getOrDefault(partition.getKey(), 0L);
            if (last != null && last.getValue() >= searched) {
                return Optional.of(partition.getKey() + "@" + last.getValue());
            }
        }
        return Optional.empty();
    }

    /** All items now. */
    Map<String, FeatureRecord> items() {
        Map<String, FeatureRecord> items = new HashMap<>();
        byItem.values()
                .forEach(entries -> apply(items, entries.get(entries.size() - 1).feature()));
        return items;
    }

    private static void apply(Map<String, FeatureRecord> items, FeatureRecord feature) {
        feature.vector()
                .ifPresentOrElse(vector -> items.put(feature.itemId(), feature), () -> items.remove(feature.itemId()));
    }
}
