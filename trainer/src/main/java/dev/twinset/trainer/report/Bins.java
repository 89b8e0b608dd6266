package dev.twinset.trainer.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many values fall into ranges of equal width, each named by its lower end.
 *
 * @param names of the ranges
 * @param counts one for each
 */
record Bins(List<String> names, List<Integer> counts) {
    static Bins of(double[] values, int bins) {
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(0);
        double width = most > least ? (most - least) / bins : 1;
        int[] counts = new int[most > least ? bins : 1];
        for (double value : values) {
            counts[(int) Math.min(counts.length - 1, (value - least) / width)]++;
        }
        int digits = (int) Math.max(0, Math.min(4, Math.ceil(1 - Math.log10(width))));
        List<String> names = new ArrayList<>();
        for (int bin = 0; bin < counts.length; bin++) {
            names.add(String.format(Locale.ROOT, "%." + digits + "f", least + bin * width));
        }
        return new Bins(names, Arrays.stream(counts).boxed().toList());
    }
}
