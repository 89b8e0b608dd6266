package dev.twinset.trainer.evaluate.figures;

import dev.twinset.trainer.retrieval.Bootstrap;
import dev.twinset.trainer.retrieval.Figure;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.RetrievalResult;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;

/**
 * The figures of a model or baseline in one gallery.
 *
 * @param figures name, as in {@link FigureNames}, to value and interval
 * @param lead the evaluated model's figures less these, query by query; empty for the model itself
 */
public record GalleryResult(
        RetrievalResult retrieval, SortedMap<String, Figure> figures, SortedMap<String, Figure> lead) {
    public GalleryResult {
        figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
        lead = Collections.unmodifiableSortedMap(new TreeMap<>(lead));
    }

    public static GalleryResult of(RetrievalResult retrieval, Optional<RetrievalResult> model, Bootstrap bootstrap) {
        SortedMap<String, Figure> figures = new ConcurrentSkipListMap<>();
        SortedMap<String, Figure> lead = new ConcurrentSkipListMap<>();
        retrieval.figures().entrySet().parallelStream().forEach(figure -> {
            bootstrap.mean(figure.getValue()).ifPresent(value -> figures.put(figure.getKey(), value));
            model.flatMap(other -> bootstrap.difference(other.figure(figure.getKey()), figure.getValue()))
                    .ifPresent(value -> lead.put(figure.getKey(), value));
        });
        String kind = retrieval.items().kind();
        double[] precision = retrieval.figure(FigureNames.PRECISION + kind);
        int[] classes = kindsOfQueries(retrieval);
        bootstrap.macroMean(precision, classes).ifPresent(value -> figures.put(FigureNames.MACRO + kind, value));
        model.flatMap(other ->
                        bootstrap.macroDifference(other.figure(FigureNames.PRECISION + kind), precision, classes))
                .ifPresent(value -> lead.put(FigureNames.MACRO + kind, value));
        return new GalleryResult(retrieval, figures, lead);
    }

    private static int[] kindsOfQueries(RetrievalResult retrieval) {
        int[] kinds = retrieval.items().label(retrieval.items().kind());
        return IntStream.of(retrieval.queries()).map(row -> kinds[row]).toArray();
    }

    /** @return empty if no query could be scored */
    public Optional<Figure> figure(String name) {
        Map<String, Figure> all = figures;
        return Optional.ofNullable(all.get(name));
    }
}
