package dev.twinset.trainer.explore;

import dev.twinset.catalog.CatalogItem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One column of labels.
 *
 * @param column its name
 * @param classes different values
 * @param missing items without a value
 * @param missingIds the first of them, a hundred at most
 * @param placeholders items whose value says that there is none, such as NA; they count as a class all the same, as
 *     they do in training
 * @param counts value to items, the most frequent first
 * @param effectiveClasses how many classes of equal size would be as hard to guess: the exponential of the entropy
 * @param gini 0 where all classes are of one size, near 1 where one class has nearly everything
 * @param largestToSmallest items of the largest class for one of the smallest
 * @param halfOfItemsIn how many of the largest classes hold half of the labelled items
 * @param classesBelow6 classes in which no item can find five others of its kind
 * @param classesBelow20 classes too small to learn much from
 */
record ColumnStats(
        String column,
        int classes,
        int missing,
        List<String> missingIds,
        int placeholders,
        Map<String, Integer> counts,
        double effectiveClasses,
        double gini,
        double largestToSmallest,
        int halfOfItemsIn,
        int classesBelow6,
        int classesBelow20) {
    private static final int MOST_IDS = 100;
    private static final Set<String> PLACEHOLDERS = Set.of("na", "n/a", "nan", "null", "none", "unknown", "-", "?");

    static ColumnStats of(String column, List<CatalogItem> items) {
        Map<String, Integer> counts = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (CatalogItem item : items) {
            String label = item.attributes().get(column);
            if (label == null) {
                missing.add(item.id());
            } else {
                counts.merge(label, 1, Integer::sum);
            }
        }
        Map<String, Integer> sorted = mostFrequentFirst(counts);
        List<Integer> sizes = List.copyOf(sorted.values());
        return new ColumnStats(
                column,
                sizes.size(),
                missing.size(),
                List.copyOf(missing.subList(0, Math.min(MOST_IDS, missing.size()))),
                placeholders(counts),
                sorted,
                effective(sizes),
                gini(sizes),
                sizes.isEmpty() ? 0 : (double) sizes.get(0) / sizes.get(sizes.size() - 1),
                holdingHalf(sizes),
                smallerThan(6, sizes),
                smallerThan(20, sizes));
    }

    /** Equal ones in alphabetical order. */
    static Map<String, Integer> mostFrequentFirst(Map<String, Integer> counts) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** The most frequent values. */
    Map<String, Integer> largest(int most) {
        Map<String, Integer> largest = new LinkedHashMap<>();
        counts.entrySet().stream().limit(most).forEach(entry -> largest.put(entry.getKey(), entry.getValue()));
        return largest;
    }

    int labelled() {
        return sum(counts.values());
    }

    private static int placeholders(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .filter(entry -> PLACEHOLDERS.contains(entry.getKey().toLowerCase(Locale.ROOT)))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static double effective(List<Integer> sizes) {
        double total = sum(sizes);
        double entropy = 0;
        for (int size : sizes) {
            entropy -= size / total * Math.log(size / total);
        }
        return sizes.isEmpty() ? 0 : Math.exp(entropy);
    }

    /** Of sizes in falling order. */
    private static double gini(List<Integer> sizes) {
        int n = sizes.size();
        double weighted = 0;
        for (int i = 0; i < n; i++) {
            weighted += (n - 1 - 2.0 * i) * sizes.get(i);
        }
        return n == 0 ? 0 : weighted / n / sum(sizes);
    }

    private static int holdingHalf(List<Integer> sizes) {
        int total = sum(sizes);
        int held = 0;
        int classes = 0;
        while (2 * held < total) {
            held += sizes.get(classes++);
        }
        return classes;
    }

    private static int smallerThan(int limit, List<Integer> sizes) {
        return (int) sizes.stream().filter(size -> size < limit).count();
    }

    private static int sum(Collection<Integer> sizes) {
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }
}
