package dev.twinset.trainer.explore;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.twinset.catalog.Catalog;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.io.AtomicFile;
import dev.twinset.trainer.report.HtmlPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The exploration of a data set: its labels and their balance, its pictures and their faults, what occurs twice. As a
 * page for people and as JSON for machines, whose names are those of {@link DatasetStats}.
 */
public final class DatasetReport {
    /** The page. */
    public static final String PAGE = "index.html";

    /** The numbers. */
    public static final String NUMBERS = "explore.json";

    /** A column with more values than this, nearly all of them different, names items rather than classes. */
    private static final int LEAST_NAMES = 50;

    private static final List<List<String>> CROSS_VIEWS = List.of(
            List.of("gender", "season"),
            List.of("articleType", "year"),
            List.of("articleType", "gender"),
            List.of("articleType", "baseColour"),
            List.of("articleType", "usage"),
            List.of("season", "year"));

    private final Catalog catalog;
    private final DatasetStats stats;

    private DatasetReport(Catalog catalog, DatasetStats stats) {
        this.catalog = catalog;
        this.stats = stats;
    }

    /**
     * Decodes every picture and looks at every label.
     *
     * @param unlisted pictures that no item of the catalogue owns
     * @param threads that decode
     * @param progress receives how many items are done, from those threads
     */
    public static DatasetReport of(Catalog catalog, List<Path> unlisted, int threads, Clock clock, IntConsumer progress)
            throws IOException {
        ImageScan scan = ImageScan.run(catalog.items(), threads, progress);
        List<ScannedImage> images = scan.images();
        List<ColumnStats> all = catalog.columns().stream()
                .map(column -> ColumnStats.of(column, catalog.items()))
                .toList();
        List<ColumnStats> labels =
                all.stream().filter(column -> !isNaming(column)).toList();
        List<String> columns = labels.stream().map(ColumnStats::column).toList();
        return new DatasetReport(
                catalog,
                new DatasetStats(
                        catalog.directory().toString(),
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                        catalog.items().size(),
                        labels,
                        all.stream()
                                .filter(DatasetReport::isNaming)
                                .map(ColumnStats::column)
                                .toList(),
                        crossViews(labels, catalog.items()),
                        ceilings(catalog, images),
                        ImageStats.of(images),
                        scan.broken(),
                        scan.missing().stream().map(CatalogItem::id).toList(),
                        unlisted.stream()
                                .map(path -> String.valueOf(path.getFileName()))
                                .toList(),
                        DuplicateStats.of(DuplicateSearch.copies(images), catalog, columns),
                        DuplicateStats.of(DuplicateSearch.nearDuplicates(images), catalog, columns)));
    }

    /** Writes {@link #PAGE} and {@link #NUMBERS} into a folder that exists. */
    public void write(Path folder) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        AtomicFile.write(folder.resolve(NUMBERS), mapper.writeValueAsBytes(stats));
        HtmlPage.write(folder.resolve(PAGE), "explore/dataset.jte", new DatasetPage(catalog, stats));
    }

    /** The figures to see first, by name. */
    public Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("items", stats.items());
        summary.put("readable", stats.images().readable());
        summary.put("broken", stats.broken().size());
        summary.put("itemsWithoutImage", stats.itemsWithoutImage().size());
        summary.put("imagesWithoutItem", stats.imagesWithoutItem().size());
        summary.put("copies", stats.copies().items());
        summary.put("lookalikes", stats.nearDuplicates().items());
        Map<String, Integer> classes = new LinkedHashMap<>();
        stats.columns().forEach(column -> classes.put(column.column(), column.classes()));
        summary.put("classes", classes);
        stats.ceilings().stream().limit(1).forEach(ceiling -> summary.put("bestPrecisionAt5", ceiling.precisionAt5()));
        return summary;
    }

    private static boolean isNaming(ColumnStats column) {
        return column.classes() > LEAST_NAMES && column.classes() > column.labelled() / 2;
    }

    private static List<CrossTabulation> crossViews(List<ColumnStats> labels, List<CatalogItem> items) {
        Map<String, ColumnStats> byName = new LinkedHashMap<>();
        labels.forEach(column -> byName.put(column.column(), column));
        List<CrossTabulation> views = new ArrayList<>();
        for (List<String> pair : CROSS_VIEWS) {
            ColumnStats rows = byName.get(pair.get(0));
            ColumnStats columns = byName.get(pair.get(1));
            if (rows != null && columns != null && rows.classes() > 0 && columns.classes() > 0) {
                views.add(CrossTabulation.of(rows, columns, items));
            }
        }
        return views;
    }

    /** Among the items that have a picture: only those can be found. */
    private static List<PrecisionCeiling> ceilings(Catalog catalog, List<ScannedImage> images) {
        List<CatalogItem> found =
                images.stream().map(image -> catalog.items().get(image.item())).toList();
        return LabelColumns.KINDS.stream()
                .filter(catalog.columns()::contains)
                .map(column -> PrecisionCeiling.of(ColumnStats.of(column, found)))
                .toList();
    }
}
