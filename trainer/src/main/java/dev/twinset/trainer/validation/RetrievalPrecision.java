package dev.twinset.trainer.validation;

import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.calibration.ScoredPairs;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.embedding.CatalogEmbedding;
import dev.twinset.trainer.retrieval.ExactRetrieval;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.LabelledItems;
import dev.twinset.trainer.retrieval.Neighbours;
import dev.twinset.trainer.retrieval.RetrievalResult;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The precision of the recommendations: each validation image is looked up among the training and validation images, by
 * the same path as in serving, and precision at 5 is the share of its five nearest that are of its kind. Copies of the
 * image do not count, nor images whose kind is unknown or has no other image.
 */
public final class RetrievalPrecision {
    private static final int KIND = 0;
    private static final String LABEL = "kind";

    private final CatalogDataset data;
    private final List<Integer> gallery = new ArrayList<>();
    private final List<float[]> features = new ArrayList<>();

    private RetrievalPrecision(CatalogDataset data) {
        this.data = data;
    }

    /**
     * @param pairs receives each query with each of its five nearest
     * @return empty if no validation image can be scored
     */
    public static OptionalDouble measure(ModelBundle model, CatalogDataset data, int threads, ScoredPairs pairs)
            throws IOException {
        RetrievalPrecision precision = new RetrievalPrecision(data);
        precision.embed(model, threads);
        RetrievalResult retrieval = retrieve(
                data,
                precision.gallery.stream().mapToInt(row -> row).toArray(),
                FeatureMatrix.ofRows(precision.features, model.manifest().dimension()),
                row -> data.part(row) == Split.VALIDATION,
                KIND);
        collect(retrieval, pairs);
        double mean = retrieval.mean(FigureNames.PRECISION + LABEL);
        return Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean);
    }

    private void embed(ModelBundle model, int threads) throws IOException {
        Map<CatalogItem, Integer> rows = new HashMap<>();
        List<CatalogItem> items = new ArrayList<>();
        IntStream.concat(IntStream.of(data.rows(Split.TRAINING)), IntStream.of(data.rows(Split.VALIDATION)))
                .filter(row -> data.label(row, KIND) != CatalogDataset.UNKNOWN)
                .forEach(row -> {
                    rows.put(data.item(row), row);
                    items.add(data.item(row));
                });
        try (FeatureExtractor extractor = CnnFeatureExtractor.open(model, threads)) {
            new CatalogEmbedding(extractor, done -> {}).embed(items, (item, feature) -> {
                gallery.add(rows.getOrDefault(item, 0));
                features.add(feature);
            });
        }
    }

    /**
     * Precision at 5 among a few images, each looked up among the others: a cheap measure while training runs. Images
     * of an unknown kind stay out.
     *
     * @param features unit vectors of the rows
     * @param task whose label is the kind
     */
    static ValidationScore among(CatalogDataset data, int[] rows, List<float[]> features, int task) {
        int[] known = IntStream.range(0, rows.length)
                .filter(i -> data.label(rows[i], task) != CatalogDataset.UNKNOWN)
                .toArray();
        if (known.length == 0) {
            return new ValidationScore(0, 0);
        }
        List<float[]> vectors = IntStream.of(known).mapToObj(features::get).toList();
        int[] labelled = IntStream.of(known).map(i -> rows[i]).toArray();
        double[] precisions = retrieve(
                        data, labelled, FeatureMatrix.ofRows(vectors, vectors.get(0).length), row -> true, task)
                .figure(FigureNames.PRECISION + LABEL);
        double[] answerable = DoubleStream.of(precisions)
                .filter(precision -> !Double.isNaN(precision))
                .toArray();
        return new ValidationScore(DoubleStream.of(answerable).average().orElse(0), answerable.length);
    }

    private static RetrievalResult retrieve(
            CatalogDataset data, int[] rows, FeatureMatrix features, IntPredicate asks, int task) {
        int[] kinds = IntStream.of(rows).map(row -> data.label(row, task)).toArray();
        Map<Long, Integer> copies = new HashMap<>();
        int[] groups = IntStream.of(rows)
                .map(row -> copies.computeIfAbsent(data.digest(row), digest -> copies.size()))
                .toArray();
        int[] places = IntStream.range(0, rows.length).toArray();
        int[] queries =
                IntStream.of(places).filter(place -> asks.test(rows[place])).toArray();
        LabelledItems items = new LabelledItems(LABEL, List.of(), Map.of(LABEL, kinds), groups);
        return new ExactRetrieval(items, queries, places).score(features);
    }

    private static void collect(RetrievalResult retrieval, ScoredPairs pairs) {
        int[] kinds = retrieval.items().label(LABEL);
        double[] precision = retrieval.figure(FigureNames.PRECISION + LABEL);
        for (int query = 0; query < precision.length; query++) {
            Neighbours answers = retrieval.answers().get(query);
            int kind = kinds[retrieval.queries()[query]];
            for (int rank = 0; rank < answers.rows().length && !Double.isNaN(precision[query]); rank++) {
                pairs.add(answers.scores()[rank], kinds[answers.rows()[rank]] == kind);
            }
        }
    }
}
