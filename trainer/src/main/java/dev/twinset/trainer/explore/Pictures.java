package dev.twinset.trainer.explore;

import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.report.NumberFormatter;
import dev.twinset.trainer.report.PagePicture;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.ThumbnailMaker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of the page that show pictures, a bounded number of them. */
final class Pictures {
    private static final int MOST_GROUPS = 24;
    private static final int MOST_OF_GROUP = 6;
    private static final int MOST_CLASSES = 80;
    private static final int MOST_OF_CLASS = 6;

    private final Catalog catalog;
    private final DatasetStats facts;
    private final ThumbnailMaker thumbnails;
    private final Map<String, CatalogItem> byId = new HashMap<>();

    Pictures(Catalog catalog, DatasetStats facts, ThumbnailMaker thumbnails) {
        this.catalog = catalog;
        this.facts = facts;
        this.thumbnails = thumbnails;
        catalog.items().forEach(item -> byId.put(item.id(), item));
    }

    void fillDuplicates(Section section) {
        section.paragraph("Copies must not stand on both sides of a split, or the test measures memory; and a copy is"
                + " an easy hit that no shopper needs. Groups that disagree in a label show how far labels can be"
                + " trusted.");
        fill(section, "Copies: files of the same bytes", facts.copies());
        fill(
                section,
                "Look-alikes: different files, nearly the same picture, at times in another colour",
                facts.lookalikes());
    }

    private void fill(Section section, String heading, DuplicateStats found) {
        section.heading(heading);
        if (found.groups().isEmpty()) {
            section.paragraph("None.");
            return;
        }
        section.paragraph(NumberFormatter.count(found.items(), "item", "items") + " in "
                + NumberFormatter.count(found.groups().size(), "group", "groups") + ". " + disagreement(found));
        List<DuplicateStats.Group> shown = found.groups().stream()
                .sorted(Comparator.comparingInt(group -> -group.conflicts().size()))
                .limit(MOST_GROUPS)
                .toList();
        shown.forEach(group -> fill(section, group));
        int left = found.groups().size() - shown.size();
        if (left > 0) {
            section.paragraph(NumberFormatter.count(left, "group is", "groups are")
                    + " not shown; those that disagree most are.");
        }
    }

    private static String disagreement(DuplicateStats found) {
        if (found.conflicts().isEmpty()) {
            return "All agree in every label.";
        }
        List<String> parts = new ArrayList<>();
        found.conflicts()
                .forEach((column, groups) ->
                        parts.add(NumberFormatter.count(groups) + " in " + NumberFormatter.column(column)));
        return "Groups that disagree in a label: " + String.join(", ", parts) + ".";
    }

    private void fill(Section section, DuplicateStats.Group group) {
        List<PagePicture> pictures = new ArrayList<>();
        for (String id :
                group.ids().subList(0, Math.min(MOST_OF_GROUP, group.ids().size()))) {
            CatalogItem item = byId.get(id);
            if (item != null) {
                List<String> lines = new ArrayList<>(List.of(id));
                group.conflicts()
                        .keySet()
                        .forEach(column -> lines.add(NumberFormatter.column(column) + ": "
                                + item.attributes().getOrDefault(column, "–")));
                pictures.add(thumbnails.of(item.image(), "item " + id, lines));
            }
        }
        section.strip(pictures.get(0), pictures.subList(1, pictures.size()));
        int left = group.ids().size() - pictures.size();
        if (left > 0) {
            section.paragraph("and " + NumberFormatter.count(left) + " more of this group");
        }
    }

    void fillContactSheets(Section section) {
        if (facts.ceilings().isEmpty()) {
            section.paragraph("No column tells the kind of product; these are the first items.");
            section.gallery(catalog.items().stream()
                    .limit(4 * MOST_OF_CLASS)
                    .map(item -> thumbnail(item, item.id()))
                    .toList());
            return;
        }
        String column = facts.ceilings().get(0).column();
        ColumnStats kinds = ColumnStats.of(column, catalog.items());
        section.paragraph("Items of each " + NumberFormatter.column(column)
                + ", taken evenly from the whole catalogue, " + MOST_OF_CLASS + " of each class at most.");
        Map<String, List<CatalogItem>> members = members(column);
        kinds.counts().keySet().stream().limit(MOST_CLASSES).forEach(kind -> {
            List<CatalogItem> items = members.getOrDefault(kind, List.of());
            section.heading(kind + " (" + NumberFormatter.count(items.size()) + ")");
            section.gallery(
                    evenly(items).stream().map(item -> thumbnail(item, kind)).toList());
        });
        int left = kinds.classes() - MOST_CLASSES;
        if (left > 0) {
            section.paragraph(NumberFormatter.count(left, "smaller class is", "smaller classes are") + " not shown.");
        }
    }

    /** Those with a picture to show, unless there is none in the class. */
    private Map<String, List<CatalogItem>> members(String column) {
        Set<String> unfit = new HashSet<>(facts.itemsWithoutImage());
        Map<String, List<CatalogItem>> members = new HashMap<>();
        for (CatalogItem item : catalog.items()) {
            String kind = item.attributes().get(column);
            if (kind != null && !unfit.contains(item.id())) {
                members.computeIfAbsent(kind, key -> new ArrayList<>()).add(item);
            }
        }
        return members;
    }

    private static List<CatalogItem> evenly(List<CatalogItem> items) {
        int count = Math.min(MOST_OF_CLASS, items.size());
        List<CatalogItem> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(items.get((int) ((long) i * items.size() / count)));
        }
        return chosen;
    }

    private PagePicture thumbnail(CatalogItem item, String kind) {
        return thumbnails.of(item.image(), kind + ", item " + item.id(), List.of(item.id()));
    }
}
