package dev.twinset.trainer.dataset;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Catalogues that are learnt together. A label that an item does not have counts neither for nor against it, so
 * catalogues with other columns go together.
 *
 * @param sources in the order of their items; not empty
 * @param groups item id to group: images of one group, such as crops of one photo, are all trained on or all held out
 */
public record TrainingCatalogs(List<Source> sources, Map<String, String> groups) {
    /** @param weight how often an image is drawn, compared with one of weight 1; more than 0 */
    public record Source(Catalog catalog, double weight) {
        public Source {
            if (!(weight > 0 && weight <= 100)) {
                throw new IllegalArgumentException("the weight of catalogue " + catalog.directory() + " is " + weight
                        + ", expected more than 0 and at most 100");
            }
        }

        public String name() {
            return String.valueOf(
                    catalog.directory().toAbsolutePath().normalize().getFileName());
        }

        /** The same items without some of their columns: they are not to be learnt from this catalogue. */
        Source without(Set<String> columns) {
            Catalog all = catalog;
            List<CatalogItem> items = new ArrayList<>();
            for (CatalogItem item : all.items()) {
                Map<String, String> kept = new LinkedHashMap<>(item.attributes());
                kept.keySet().removeAll(columns);
                items.add(new CatalogItem(item.id(), item.image(), kept));
            }
            List<String> names = all.columns().stream()
                    .filter(column -> !columns.contains(column))
                    .toList();
            return new Source(new Catalog(all.directory(), names, items), weight);
        }
    }

    public TrainingCatalogs {
        sources = List.copyOf(sources);
        groups = Map.copyOf(groups);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("no catalogue to learn from, at least one expected");
        }
    }

    static TrainingCatalogs of(Catalog catalog) {
        return new TrainingCatalogs(List.of(new Source(catalog, 1)), Map.of());
    }

    /**
     * Leaves out columns of single catalogues.
     *
     * @param columns each {@code CATALOGUE:COLUMN}, the catalogue by the last part of its path
     * @throws IllegalArgumentException if there is no such catalogue or column
     */
    public TrainingCatalogs without(List<String> columns) {
        Map<String, Set<String>> byName = new HashMap<>();
        for (String each : columns) {
            int colon = each.indexOf(':');
            String name = colon < 0 ? each : each.substring(0, colon);
            String column = colon < 0 ? "" : each.substring(colon + 1).strip();
            boolean known = sources.stream()
                    .anyMatch(source -> source.name().equals(name)
                            && source.catalog().columns().contains(column));
            if (!known) {
                throw new IllegalArgumentException("--without is '" + each
                        + "', expected CATALOGUE:COLUMN with a column of one of "
                        + sources.stream().map(Source::name).toList());
            }
            byName.computeIfAbsent(name, key -> new LinkedHashSet<>()).add(column);
        }
        return new TrainingCatalogs(
                sources.stream()
                        .map(source -> source.without(byName.getOrDefault(source.name(), Set.of())))
                        .toList(),
                groups);
    }

    /** All of them as one: the columns of all, the items one catalogue after the other. */
    public Catalog joined() {
        if (sources.size() == 1) {
            return sources.get(0).catalog();
        }
        Set<String> columns = new LinkedHashSet<>();
        List<CatalogItem> items = new ArrayList<>();
        for (Source source : sources) {
            columns.addAll(source.catalog().columns());
            items.addAll(source.catalog().items());
        }
        return new Catalog(sources.get(0).catalog().directory(), List.copyOf(columns), items);
    }

    /** Their names, joined by a plus sign. */
    String name() {
        return String.join(" + ", sources.stream().map(Source::name).toList());
    }

    /** The number of the catalogue that the item comes from, by the item's place among all. */
    int sourceOf(int place) {
        int end = 0;
        for (int source = 0; source < sources.size(); source++) {
            end += sources.get(source).catalog().items().size();
            if (place < end) {
                return source;
            }
        }
        throw new IllegalArgumentException("place is " + place + ", of " + end + " items");
    }
}
