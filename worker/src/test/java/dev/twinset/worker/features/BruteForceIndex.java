package dev.twinset.worker.features;

import dev.twinset.contract.feature.ItemAttributes;
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
    private final Map<String, ItemAttributes> said;

    BruteForceIndex() {
        this(Map.of(), Map.of());
    }

    private BruteForceIndex(Map<String, Item> items, Map<String, ItemAttributes> said) {
        this.items = new HashMap<>(items);
        this.said = new HashMap<>(said);
    }

    BruteForceIndex apply(List<FeatureChange> changes) {
        for (FeatureChange change : changes) {
            change.vector()
                    .ifPresentOrElse(
                            vector ->
                                    items.put(change.itemId(), new Item(vector, change.attributes(), change.options())),
                            () -> items.remove(change.itemId()));
        }
        return this;
    }

    BruteForceIndex overlaidWith(List<FeatureChange> pending) {
        return new BruteForceIndex(items, said).apply(pending);
    }

    long items() {
        return items.size();
    }

    Set<String> itemIds() {
        return Set.copyOf(items.keySet());
    }

    List<Found> answers(List<Query> queries) {
        Map<String, Item> described = new HashMap<>(items);
        described.replaceAll((id, item) -> new Item(item.vector(), ItemAttributes.over(item.attributes(), said(id))));
        return queries.stream()
                .map(query -> SlowSearch.answer(query, described))
                .toList();
    }

    void describe(List<ItemAttributes> changes) {
        changes.forEach(change -> said.put(change.itemId(), change));
    }

    Map<String, String> said(String itemId) {
        ItemAttributes latest = said.get(itemId);
        return latest == null ? Map.of() : latest.attributes().orElse(Map.of());
    }

    /** The topic of attributes, compacted. */
    List<ItemAttributes> said() {
        return List.copyOf(said.values());
    }
}
