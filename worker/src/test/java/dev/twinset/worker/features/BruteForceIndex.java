package dev.twinset.worker.features;

import dev.twinset.worker.search.Cosine;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.ScoredItem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an index should hold and answer, slowly and obviously. */
final class BruteForceIndex {
    private final Map<String, float[]> items;

    BruteForceIndex() {
        this(Map.of());
    }

    private BruteForceIndex(Map<String, float[]> items) {
        this.items = new HashMap<>(items);
    }

    BruteForceIndex apply(List<FeatureChange> changes) {
        for (FeatureChange change : changes) {
            change.vector()
                    .ifPresentOrElse(vector -> items.put(change.itemId(), vector), () -> items.remove(change.itemId()));
        }
        return this;
    }

    BruteForceIndex overlaidWith(List<FeatureChange> pending) {
        return new BruteForceIndex(items).apply(pending);
    }

    long items() {
        return items.size();
    }

    Set<String> itemIds() {
        return Set.copyOf(items.keySet());
    }

    List<List<ScoredItem>> answers(List<Query> queries, int k) {
        return queries.stream().map(query -> answer(query, k)).toList();
    }

    private List<ScoredItem> answer(Query query, int k) {
        return items.entrySet().stream()
                .filter(item -> !query.exclude().equals(Optional.of(item.getKey())))
                .map(item -> new ScoredItem(item.getKey(), Cosine.score(query.vector(), item.getValue())))
                .sorted(Comparator.comparing(ScoredItem::score).reversed().thenComparing(ScoredItem::itemId))
                .limit(k)
                .toList();
    }
}
