package dev.twinset.trainer;

import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.calibration.ScoredPairs;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Part;
import dev.twinset.trainer.retrieval.Answers;
import dev.twinset.trainer.retrieval.Features;
import dev.twinset.trainer.retrieval.FigureNames;
import dev.twinset.trainer.retrieval.JudgedItems;
import dev.twinset.trainer.retrieval.Judgement;
import dev.twinset.trainer.retrieval.RetrievalJudge;
import dev.twinset.vision.CnnFeatureExtractor;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.ModelBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How good the recommendations are: each validation image is looked up among the training and validation images, by the
 * path that serves, and precision at 5 is the part of its five nearest that are of its kind. Copies of the image do not
 * count, nor images whose kind is unknown or has no other image.
 */
final class RetrievalPrecision {
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
     * @return empty if no validation image can be judged
     */
    static OptionalDouble measure(ModelBundle model, CatalogDataset data, int threads, ScoredPairs pairs)
            throws IOException {
        RetrievalPrecision precision = new RetrievalPrecision(data);
        precision.embed(model, threads);
        Judgement judgement = precision.search(
                Features.ofRows(precision.features, model.architecture().dimension()));
        collect(judgement, pairs);
        double mean = judgement.mean(FigureNames.PRECISION + LABEL);
        return Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean);
    }

    private void embed(ModelBundle model, int threads) throws IOException {
        Map<String, Integer> rows = new HashMap<>();
        List<CatalogItem> items = new ArrayList<>();
        IntStream.concat(IntStream.of(data.rows(Part.TRAINING)), IntStream.of(data.rows(Part.VALIDATION)))
                .filter(row -> data.label(row, KIND) != CatalogDataset.UNKNOWN)
                .forEach(row -> {
                    rows.put(data.item(row).id(), row);
                    items.add(data.item(row));
                });
        try (FeatureExtractor extractor = CnnFeatureExtractor.open(model, threads)) {
            new CatalogEmbedding(extractor, done -> {}).embed(items, (item, feature) -> {
                gallery.add(rows.getOrDefault(item.id(), 0));
                features.add(feature);
            });
        }
    }

    private Judgement search(Features all) {
        int[] kinds = gallery.stream().mapToInt(row -> data.label(row, KIND)).toArray();
        Map<Long, Integer> copies = new HashMap<>();
        int[] groups = gallery.stream()
                .mapToInt(row -> copies.computeIfAbsent(data.digest(row), digest -> copies.size()))
                .toArray();
        int[] places = IntStream.range(0, gallery.size()).toArray();
        int[] queries = IntStream.of(places)
                .filter(place -> data.part(gallery.get(place)) == Part.VALIDATION)
                .toArray();
        JudgedItems items = new JudgedItems(LABEL, List.of(), Map.of(LABEL, kinds), groups);
        return new RetrievalJudge(items, queries, places).judge(all);
    }

    private static void collect(Judgement judgement, ScoredPairs pairs) {
        int[] kinds = judgement.items().label(LABEL);
        double[] judged = judgement.figure(FigureNames.PRECISION + LABEL);
        for (int query = 0; query < judged.length; query++) {
            Answers answers = judgement.answers().get(query);
            int kind = kinds[judgement.queries()[query]];
            for (int rank = 0; rank < answers.rows().length && !Double.isNaN(judged[query]); rank++) {
                pairs.add(answers.scores()[rank], kinds[answers.rows()[rank]] == kind);
            }
        }
    }
}
