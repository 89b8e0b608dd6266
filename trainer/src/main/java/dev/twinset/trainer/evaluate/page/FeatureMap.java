package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.evaluate.figures.Evaluation;
import dev.twinset.trainer.report.ChartSeries;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.vision.layout.TSne;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The queries in the plane, one colour for each of the largest kinds.
 *
 * @param points queries that were laid out
 */
record FeatureMap(int points, List<ChartSeries> series) {
    static final int KINDS = 18;
    private static final int MOST_POINTS = 1500;
    private static final int LEAST_POINTS = 10;

    /** Empty if there are too few queries. */
    static FeatureMap of(Evaluation evaluation) {
        long seed = evaluation.options().seed();
        int[] rows = some(evaluation.set().queries(), seed);
        return rows.length < LEAST_POINTS
                ? new FeatureMap(rows.length, List.of())
                : new FeatureMap(
                        rows.length,
                        series(
                                evaluation.set(),
                                rows,
                                map(evaluation.features().subset(rows).unit(), seed)));
    }

    private static double[][] map(FeatureMatrix features, long seed) {
        try {
            return TSne.of(features.values(), features.dimension(), seed, step -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the map of the features was drawn", e);
        }
    }

    boolean isEmpty() {
        return series.isEmpty();
    }

    private static int[] some(int[] queries, long seed) {
        List<Integer> all = Arrays.stream(queries).boxed().collect(Collectors.toList());
        Collections.shuffle(all, new Random(seed));
        return all.stream().limit(MOST_POINTS).mapToInt(Integer::intValue).toArray();
    }

    private static List<ChartSeries> series(EvaluationSet set, int[] rows, double[][] map) {
        int[] kinds = set.labelled().label(set.kind());
        List<String> names = set.classes(set.kind());
        Function<Integer, int[]> points = kind -> IntStream.range(0, rows.length)
                .filter(i -> kinds[rows[i]] == kind)
                .toArray();
        return IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparingInt(kind -> -points.apply(kind).length))
                .limit(KINDS)
                .filter(kind -> points.apply(kind).length > 0)
                .map(kind -> new ChartSeries(
                        names.get(kind), at(points.apply(kind), map[0]), at(points.apply(kind), map[1])))
                .toList();
    }

    private static double[] at(int[] points, double[] coordinates) {
        return IntStream.of(points).mapToDouble(i -> coordinates[i]).toArray();
    }
}
