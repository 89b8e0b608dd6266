package dev.twinset.trainer.dataset;

import static java.util.Objects.requireNonNull;

import dev.twinset.catalog.Catalog;
import dev.twinset.vision.bundle.ModelCard;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which columns of a catalogue are learnt, and how much each of them counts. The first is the kind of product: what a
 * recommendation must get right before all else.
 *
 * @param weights column to the weight of its loss; the first column is the kind
 * @param placeholders whether values such as NA mean a missing label; true for a table, not for names of folders
 */
public record LabelColumns(Map<String, Double> weights, boolean placeholders) {
    public static final String GENDER = "gender";
    public static final String COLOUR = "baseColour";

    private static final List<String> DETAILS = List.of(GENDER, COLOUR);

    private static final double KIND_WEIGHT = 1.5;

    /** A column that we do not know is taken for another catalogue's kinds. */
    private static final double OTHER_KIND_WEIGHT = 1;

    private static final String FOLDER = "category";

    /** Columns that can tell the kind of product, the most exact first. */
    public static final List<String> KINDS =
            List.of("articleType", FOLDER, "subCategory", "masterCategory", COLOUR, GENDER, "season", "usage");

    private static final Map<String, Double> OTHERS = others();

    public LabelColumns {
        requireNonNull(weights, "weights is null");
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("no column is to be learnt, at least one expected");
        }
    }

    /**
     * Those that we know and the catalogue has. The kind is the first that it has of articleType, category,
     * subCategory, masterCategory, baseColour, gender, season, usage.
     *
     * @throws IOException if it has none
     */
    public static LabelColumns of(Catalog catalog) throws IOException {
        String kind = KINDS.stream()
                .filter(catalog.columns()::contains)
                .findFirst()
                .orElseThrow(() -> new IOException("catalogue " + catalog.directory() + " has no label to learn: found "
                        + (catalog.columns().isEmpty() ? "no column" : "the columns " + catalog.columns())
                        + ", expected one of " + KINDS
                        + "; name the columns to learn by --labels, add such a column to styles.csv, or sort the images"
                        + " into one sub-folder per category"));
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put(kind, KIND_WEIGHT);
        OTHERS.forEach((column, weight) -> {
            if (catalog.columns().contains(column)) {
                weights.putIfAbsent(column, weight);
            }
        });
        return new LabelColumns(weights, isTable(catalog));
    }

    /**
     * Those that a user names.
     *
     * @param names the kind first
     * @throws IllegalArgumentException if the catalogue has no such column, or one is named twice
     */
    public static LabelColumns chosen(Catalog catalog, List<String> names) {
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String name : names) {
            String column = name.strip();
            if (!catalog.columns().contains(column)) {
                throw new IllegalArgumentException("catalogue " + catalog.directory() + " has no column '" + column
                        + "', only " + new LinkedHashSet<>(catalog.columns()) + nearest(column, catalog.columns()));
            }
            double weight = weights.isEmpty() ? KIND_WEIGHT : OTHERS.getOrDefault(column, OTHER_KIND_WEIGHT);
            if (weights.put(column, weight) != null) {
                throw new IllegalArgumentException("the column '" + column + "' is named twice");
            }
        }
        return new LabelColumns(weights, isTable(catalog));
    }

    private static String nearest(String name, List<String> columns) {
        String lower = name.toLowerCase(Locale.ROOT);
        return columns.stream()
                .filter(column -> {
                    String candidate = column.toLowerCase(Locale.ROOT);
                    return !lower.isEmpty() && (candidate.contains(lower) || lower.contains(candidate));
                })
                .findFirst()
                .map(column -> "; did you mean '" + column + "'?")
                .orElse("");
    }

    /** A plain folder has no column but its folders' names; a table that has no other is taken for one. */
    private static boolean isTable(Catalog catalog) {
        return !catalog.columns().equals(List.of(FOLDER));
    }

    /** The column that says what kind of product an item is. */
    public String kind() {
        return weights.keySet().iterator().next();
    }

    /** Numbers of the tasks that make two products of one kind the same to the eye. */
    public static List<Integer> details(List<ModelCard.Task> tasks) {
        return IntStream.range(1, tasks.size())
                .filter(task -> DETAILS.contains(tasks.get(task).name()))
                .boxed()
                .toList();
    }

    /** Numbers of the tasks whose labels are kinds of product: the first, and those of columns that we do not know. */
    public static List<Integer> kinds(List<ModelCard.Task> tasks) {
        return IntStream.range(0, tasks.size())
                .filter(task -> task == 0 || !OTHERS.containsKey(tasks.get(task).name()))
                .boxed()
                .toList();
    }

    private static Map<String, Double> others() {
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put(GENDER, 0.5);
        weights.put(COLOUR, 0.7);
        weights.put("season", 0.15);
        weights.put("usage", 0.15);
        weights.put("subCategory", 0.3);
        return Collections.unmodifiableMap(weights);
    }
}
