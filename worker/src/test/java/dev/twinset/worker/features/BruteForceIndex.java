package dev.twinset.worker.features;

import dev.twinset.worker.search.Found;
import dev.twinset.worker.search.Item;
import dev.twinset.worker.search.Query;
import dev.twinset.worker.search.SlowSearch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an index should hold and answer, slowly and obviously. */
final class BruteForceIndex {
    private final Map<String, Item> items;

    BruteForceIndex() {
        this(Map.of());
    }

    private BruteForceIndex(Map<String, Item> items) {
        this.items = new HashMap<>(items);
    }

    BruteForceIndex apply(List<FeatureChange> changes) {
        for (FeatureChange change : changes) {
            change.vector()
                    .ifPresentOrElse(
                            vector -> items.put(change.itemId(), new Item(vector, change.attributes())),
                            () -> items.remove(change.itemId()));
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

    List<Found> answers(List<Query> queries) {
        return queries.stream().map(query -> SlowSearch.answer(query, items)).toList();
    }
}
