package dev.twinset.trainer.retrieval;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * What a search found, query by query.
 *
 * @param queries rows of the items that were looked up
 * @param answers of each query
 * @param figures name, as in {@link FigureNames}, to the value of each query; not a number where the query's label is
 *     unknown or the gallery holds no right answer
 */
public record RetrievalResult(
        LabelledItems items, int[] queries, List<Neighbours> answers, Map<String, double[]> figures) {
    public RetrievalResult {
        requireNonNull(items, "items is null");
        answers = List.copyOf(answers);
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }

    /** The value of each query. */
    public double[] figure(String name) {
        double[] values = figures.get(name);
        if (values == null) {
            throw new IllegalArgumentException("figure " + name + " is not one of " + figures.keySet());
        }
        return values;
    }

    /** Over the queries that could be scored; not a number where there is none. */
    public double mean(String name) {
        return DoubleStream.of(figure(name))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
