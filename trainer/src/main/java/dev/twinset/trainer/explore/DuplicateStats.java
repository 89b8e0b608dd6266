package dev.twinset.trainer.explore;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pictures that occur more than once.
 *
 * @param items in all groups
 * @param groups in the order of the catalogue
 * @param conflicts column to the groups that disagree in it: at least one item of each must be labelled wrong, if the
 *     pictures are of one product
 */
record DuplicateStats(int items, List<Group> groups, Map<String, Integer> conflicts) {
    /**
     * @param ids of the items
     * @param conflicts column to the different values that the group has there; empty if its items agree
     */
    record Group(List<String> ids, Map<String, Set<String>> conflicts) {
        static Group of(List<CatalogItem> items, List<String> columns) {
            Map<String, Set<String>> conflicts = new LinkedHashMap<>();
            for (String column : columns) {
                Set<String> values = new TreeSet<>();
                items.forEach(item -> values.add(item.attributes().getOrDefault(column, "")));
                values.remove("");
                if (values.size() > 1) {
                    conflicts.put(column, values);
                }
            }
            return new Group(items.stream().map(CatalogItem::id).toList(), conflicts);
        }
    }

    static DuplicateStats of(List<List<ScannedImage>> found, Catalog catalog, List<String> columns) {
        List<Group> groups = found.stream()
                .map(images -> Group.of(
                        images.stream()
                                .map(image -> catalog.items().get(image.item()))
                                .toList(),
                        columns))
                .toList();
        Map<String, Integer> conflicts = new LinkedHashMap<>();
        groups.forEach(group -> group.conflicts().keySet().forEach(column -> conflicts.merge(column, 1, Integer::sum)));
        int items = groups.stream().mapToInt(group -> group.ids().size()).sum();
        return new DuplicateStats(items, groups, ColumnStats.mostFrequentFirst(conflicts));
    }
}
