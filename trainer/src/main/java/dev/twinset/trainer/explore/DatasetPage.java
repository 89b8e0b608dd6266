package dev.twinset.trainer.explore;

import static dev.twinset.console.Numbers.count;
import static dev.twinset.trainer.report.NumberFormatter.columnWords;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.report.Chart;
import dev.twinset.trainer.report.ChartSeries;
import dev.twinset.trainer.report.Charts;
import dev.twinset.trainer.report.PagePicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code dataset.jte} shows beside the statistics. The page's size is bounded: what is left out is counted. */
record DatasetPage(Catalog catalog, DatasetStats stats) {
    static final int MOST_BARS = 40;
    static final int MOST_ROWS = 500;
    static final int MOST_BROKEN = 200;
    static final int MOST_OF_CLASS = 6;
    private static final int MOST_CLASSES = 80;
    private static final int MOST_GROUPS = 24;
    private static final int MOST_OF_GROUP = 6;
    private static final int MOST_STACKED = 9;
    private static final int MOST_STACKED_VALUES = 60;

    /**
     * Pictures of one kind of product.
     *
     * @param items of this kind in all
     */
    record ContactSheet(String kind, int items, List<PagePicture> pictures) {}

    String name() {
        return String.valueOf(catalog.directory().toAbsolutePath().normalize().getFileName());
    }

    /** The column that tells the kind of product; none if the catalogue has no such column. */
    List<ColumnStats> kind() {
        return ceiling().stream()
                .map(ceiling -> ColumnStats.of(ceiling.column(), catalog.items()))
                .toList();
    }

    /** Of the kind; at most one. */
    List<PrecisionCeiling> ceiling() {
        return stats.ceilings().stream().limit(1).toList();
    }

    List<String> faults() {
        List<String> faults = new ArrayList<>();
        add(faults, stats.broken().size(), "picture cannot be decoded", "pictures cannot be decoded");
        add(faults, stats.itemsWithoutImage().size(), "item has no picture", "items have no picture");
        add(faults, stats.imagesWithoutItem().size(), "picture belongs to no item", "pictures belong to no item");
        stats.columns().forEach(column -> {
            String lacks = " a label in " + column.column();
            add(faults, column.missing(), "item lacks" + lacks, "items lack" + lacks);
        });
        long disagreeing = stats.copies().groups().stream()
                .filter(group -> !group.conflicts().isEmpty())
                .count();
        add(
                faults,
                disagreeing,
                "group of equal files disagrees in a label",
                "groups of equal files disagree in a label");
        return faults;
    }

    private static void add(List<String> faults, long count, String singular, String plural) {
        if (count > 0) {
            faults.add(count(count, singular, plural));
        }
    }

    /** How much of all items the n largest classes hold together, for each n. */
    Chart cumulativeShare(ColumnStats column) {
        double[] shares = new double[column.classes() + 1];
        double[] classes = new double[shares.length];
        int held = 0;
        int i = 0;
        for (int size : column.counts().values()) {
            held += size;
            i++;
            classes[i] = i;
            shares[i] = 100.0 * held / column.labelled();
        }
        return Charts.lines(
                "classes, the largest first", "% of the items", List.of(new ChartSeries("items", classes, shares)));
    }

    Chart bars(ColumnStats column) {
        return Charts.bars("items", column.largest(MOST_BARS));
    }

    boolean isStacked(CrossTabulation view) {
        return view.columns().size() <= MOST_STACKED
                && view.rows().size() * view.columns().size() <= MOST_STACKED_VALUES;
    }

    Chart chart(CrossTabulation view) {
        if (!isStacked(view)) {
            double[][] counts = Arrays.stream(view.counts())
                    .map(row -> Arrays.stream(row).asDoubleStream().toArray())
                    .toArray(double[][]::new);
            return Charts.countMap("", "", view.columns(), view.rows(), counts);
        }
        Map<String, double[]> series = new LinkedHashMap<>();
        for (int i = 0; i < view.columns().size(); i++) {
            int column = i;
            series.put(
                    view.columns().get(column),
                    Arrays.stream(view.counts()).mapToDouble(row -> row[column]).toArray());
        }
        return Charts.groupedBars("items", view.rows(), series, true);
    }

    static String disagreement(DuplicateStats found) {
        return found.conflicts().isEmpty()
                ? "All agree in every label."
                : found.conflicts().entrySet().stream()
                        .map(entry -> count(entry.getValue()) + " in " + columnWords(entry.getKey()))
                        .collect(Collectors.joining(", ", "Groups that disagree in a label: ", "."));
    }

    static List<DuplicateStats.Group> mostDisagreeing(DuplicateStats found) {
        return found.groups().stream()
                .sorted(Comparator.comparingInt(group -> -group.conflicts().size()))
                .limit(MOST_GROUPS)
                .toList();
    }

    /** The first of a group, with the labels in which it disagrees. */
    List<PagePicture> pictures(DuplicateStats.Group group) {
        List<String> shown =
                group.ids().subList(0, Math.min(MOST_OF_GROUP, group.ids().size()));
        Map<String, CatalogItem> byId = new HashMap<>();
        catalog.items().stream().filter(item -> shown.contains(item.id())).forEach(item -> byId.put(item.id(), item));
        List<PagePicture> pictures = new ArrayList<>();
        for (String id : shown) {
            CatalogItem item = byId.get(id);
            if (item != null) {
                List<String> lines = new ArrayList<>(List.of(id));
                group.conflicts()
                        .keySet()
                        .forEach(column -> lines.add(
                                columnWords(column) + ": " + item.attributes().getOrDefault(column, "–")));
                pictures.add(PagePicture.of(item.image(), "item " + id, lines));
            }
        }
        return pictures;
    }

    List<PagePicture> firstItems() {
        return catalog.items().stream()
                .limit(4 * MOST_OF_CLASS)
                .map(item -> picture(item, item.id()))
                .toList();
    }

    /** One for each of the largest classes, of the items whose file is there. */
    List<ContactSheet> contactSheets(ColumnStats kind) {
        Set<String> missing = Set.copyOf(stats.itemsWithoutImage());
        Map<String, List<CatalogItem>> members = catalog.items().stream()
                .filter(item -> item.attributes().containsKey(kind.column()) && !missing.contains(item.id()))
                .collect(Collectors.groupingBy(item -> item.attributes().getOrDefault(kind.column(), "")));
        return kind.counts().keySet().stream()
                .limit(MOST_CLASSES)
                .map(label -> sheet(label, members.getOrDefault(label, List.of())))
                .toList();
    }

    /** Taken evenly from all over the catalogue. */
    private static ContactSheet sheet(String kind, List<CatalogItem> items) {
        int count = Math.min(MOST_OF_CLASS, items.size());
        List<PagePicture> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(picture(items.get((int) ((long) i * items.size() / count)), kind));
        }
        return new ContactSheet(kind, items.size(), pictures);
    }

    private static PagePicture picture(CatalogItem item, String kind) {
        return PagePicture.of(item.image(), kind + ", item " + item.id(), List.of(item.id()));
    }
}
