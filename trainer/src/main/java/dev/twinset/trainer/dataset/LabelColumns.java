package dev.twinset.trainer.dataset;

import static java.util.Objects.requireNonNull;

import dev.twinset.catalog.Catalog;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which columns of a catalogue are learnt, and how much each of them counts. The first is the kind of product: what a
 * recommendation must get right before all else.
 *
 * @param weights column to the weight of its loss; the first column is the kind
 */
public record LabelColumns(Map<String, Double> weights) {
    public static final String GENDER = "gender";
    public static final String COLOUR = "baseColour";

    private static final double KIND_WEIGHT = 1.5;
    /** Columns that can tell the kind of product, the most exact first. */
    public static final List<String> KINDS = List.of("articleType", "category", "subCategory", "masterCategory");

    private static final Map<String, Double> OTHERS = others();

    public LabelColumns {
        requireNonNull(weights, "weights is null");
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /** @throws IOException if the catalogue says nowhere what kind of product an item is */
    public static LabelColumns of(Catalog catalog) throws IOException {
        String kind = KINDS.stream()
                .filter(catalog.columns()::contains)
                .findFirst()
                .orElseThrow(() -> new IOException("catalogue " + catalog.directory() + " has no label to learn: found "
                        + (catalog.columns().isEmpty() ? "no column" : "the columns " + catalog.columns())
                        + ", expected one of " + KINDS + "; add such a column to styles.csv, or sort the images into"
                        + " one sub-folder per category"));
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put(kind, KIND_WEIGHT);
        OTHERS.forEach((column, weight) -> {
            if (catalog.columns().contains(column)) {
                weights.putIfAbsent(column, weight);
            }
        });
        return new LabelColumns(weights);
    }

    /** The column that says what kind of product an item is. */
    public String kind() {
        return weights.keySet().iterator().next();
    }

    private static Map<String, Double> others() {
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put(GENDER, 0.5);
        weights.put(COLOUR, 0.7);
        weights.put("season", 0.15);
        weights.put("usage", 0.15);
        weights.put("subCategory", 0.3);
        return weights;
    }
}
