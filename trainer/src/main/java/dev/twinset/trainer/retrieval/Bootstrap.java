package dev.twinset.trainer.retrieval;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * How far a mean over these queries may differ from one over similar queries: means of queries drawn with replacement,
 * as many as there are, and the interval that holds 95 % of them (Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993). Every figure sees the same draws; the same seed gives the same interval. Any thread.
 */
public final class Bootstrap {
    private static final int RESAMPLES = 2000;
    /** Per cent of the means below the interval, and as many above. */
    private static final double TAIL = 2.5;

    private final int queries;
    private final int[] draws;

    /** @param queries that every figure has a value for, possibly NaN */
    public Bootstrap(int queries, long seed) {
        this.queries = queries;
        SplittableRandom random = new SplittableRandom(seed);
        this.draws = IntStream.range(0, Math.multiplyExact(RESAMPLES, queries))
                .map(i -> random.nextInt(queries))
                .toArray();
    }

    /** A statistic of some of the queries. */
    private interface Statistic {
        double of(int[] rows, int from, int to);
    }

    /** @return empty if no value is a number; those that are not are left out */
    public Optional<Figure> mean(double[] values) {
        boolean[] known = known(values);
        return figure(known, (rows, from, to) -> {
            double sum = 0;
            int count = 0;
            for (int i = from; i < to; i++) {
                if (known[rows[i]]) {
                    sum += values[rows[i]];
                    count++;
                }
            }
            return sum / count;
        });
    }

    /** Mean over the queries of one less other. */
    public Optional<Figure> difference(double[] one, double[] other) {
        return mean(
                IntStream.range(0, queries).mapToDouble(i -> one[i] - other[i]).toArray());
    }

    /**
     * Mean over the classes of the mean over their queries: a mean of weighted queries, whose weights stay what they
     * are in the draws, so that a draw that misses a small class is not a mean over fewer classes.
     */
    public Optional<Figure> macroMean(double[] values, int[] classes) {
        boolean[] known = known(values);
        Map<Integer, Integer> sizes = new HashMap<>();
        for (int i = 0; i < queries; i++) {
            if (known[i]) {
                sizes.merge(classes[i], 1, Integer::sum);
            }
        }
        double[] weights = IntStream.of(classes)
                .mapToDouble(code -> 1.0 / sizes.getOrDefault(code, 1))
                .toArray();
        return figure(known, (rows, from, to) -> {
            double sum = 0;
            double weight = 0;
            for (int i = from; i < to; i++) {
                if (known[rows[i]]) {
                    sum += weights[rows[i]] * values[rows[i]];
                    weight += weights[rows[i]];
                }
            }
            return sum / weight;
        });
    }

    /** The same of one less other. */
    public Optional<Figure> macroDifference(double[] one, double[] other, int[] classes) {
        return macroMean(
                IntStream.range(0, queries).mapToDouble(i -> one[i] - other[i]).toArray(), classes);
    }

    private boolean[] known(double[] values) {
        if (values.length != queries) {
            throw new IllegalArgumentException(values.length + " values, expected " + queries);
        }
        boolean[] known = new boolean[queries];
        for (int i = 0; i < queries; i++) {
            known[i] = !Double.isNaN(values[i]);
        }
        return known;
    }

    private Optional<Figure> figure(boolean[] known, Statistic statistic) {
        int[] all = IntStream.range(0, queries).toArray();
        int count = (int) IntStream.of(all).filter(i -> known[i]).count();
        if (count == 0) {
            return Optional.empty();
        }
        double[] resampled = IntStream.range(0, RESAMPLES)
                .mapToDouble(i -> statistic.of(draws, i * queries, (i + 1) * queries))
                .filter(value -> !Double.isNaN(value)) // a draw may miss the few known ones
                .toArray();
        Percentile interval = new Percentile().withEstimationType(Percentile.EstimationType.R_7);
        interval.setData(resampled);
        double value = statistic.of(all, 0, queries);
        return Optional.of(new Figure(value, interval.evaluate(TAIL), interval.evaluate(100 - TAIL), count));
    }
}
