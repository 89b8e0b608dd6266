package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.report.ChartSeries;
import dev.twinset.trainer.report.Charts;
import dev.twinset.trainer.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The queries in the plane, one colour for each of the largest kinds. */
final class MapSection {
    private static final int MOST_POINTS = 1500;
    private static final int LEAST_POINTS = 10;
    private static final int KINDS = 18;

    private MapSection() {}

    static void fill(Section section, Evaluation evaluation) {
        int[] rows = some(evaluation.set().queries(), evaluation.options().seed());
        if (rows.length < LEAST_POINTS) {
            section.paragraph("There are too few queries for a map.");
            return;
        }
        double[][] map =
                TSne.of(evaluation.features().subset(rows), evaluation.options().seed());
        section.chart(
                Charts.scatter("", "", series(evaluation.set(), rows, map)),
                rows.length + " queries, of which the " + KINDS
                        + " largest kinds are shown, laid out by t-SNE so that near features lie near each other; neither the"
                        + " distances between groups nor the directions mean anything.");
    }

    private static int[] some(int[] queries, long seed) {
        List<Integer> all = Arrays.stream(queries).boxed().collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(all, new Random(seed));
        return all.stream().limit(MOST_POINTS).mapToInt(Integer::intValue).toArray();
    }

    private static List<ChartSeries> series(EvaluationSet set, int[] rows, double[][] map) {
        int[] kinds = set.judged().label(set.kind());
        List<String> names = set.classes(set.kind());
        List<Integer> largest = IntStream.range(0, names.size())
                .boxed()
                .sorted((one, other) -> Long.compare(count(rows, kinds, other), count(rows, kinds, one)))
                .limit(KINDS)
                .toList();
        List<ChartSeries> series = new ArrayList<>();
        for (int kind : largest) {
            add(series, names.get(kind), map, IntStream.range(0, rows.length).filter(i -> kinds[rows[i]] == kind));
        }
        return series;
    }

    private static long count(int[] rows, int[] kinds, int kind) {
        return IntStream.of(rows).filter(row -> kinds[row] == kind).count();
    }

    private static void add(List<ChartSeries> series, String name, double[][] map, IntStream points) {
        int[] some = points.toArray();
        if (some.length > 0) {
            series.add(new ChartSeries(
                    name,
                    IntStream.of(some).mapToDouble(i -> map[0][i]).toArray(),
                    IntStream.of(some).mapToDouble(i -> map[1][i]).toArray()));
        }
    }
}
