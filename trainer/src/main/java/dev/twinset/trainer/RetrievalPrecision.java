package dev.twinset.trainer;

import dev.twinset.catalog.CatalogItem;
import dev.twinset.trainer.calibration.ScoredPairs;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Part;
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
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How good the recommendations are: each validation image is looked up among the training and validation images, by the
 * path that serves, and precision at 5 is the part of its five nearest that are of its kind. Copies of the image do not
 * count, nor images whose kind is unknown or has no other image.
 */
final class RetrievalPrecision {
    private static final int NEAREST = 5;
    private static final int KIND = 0;
    private static final int QUERIES_AT_A_TIME = 256;

    private final CatalogDataset data;
    private final List<Integer> gallery = new ArrayList<>();
    private final List<float[]> features = new ArrayList<>();
    private final ScoredPairs pairs;
    private double sum;
    private int queries;

    private RetrievalPrecision(CatalogDataset data, ScoredPairs pairs) {
        this.data = data;
        this.pairs = pairs;
    }

    /**
     * @param pairs receives each query with each of its five nearest
     * @return empty if no validation image can be judged
     */
    static OptionalDouble measure(ModelBundle model, CatalogDataset data, int threads, ScoredPairs pairs)
            throws IOException {
        RetrievalPrecision precision = new RetrievalPrecision(data, pairs);
        precision.embed(model, threads);
        precision.search();
        return precision.queries == 0 ? OptionalDouble.empty() : OptionalDouble.of(precision.sum / precision.queries);
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

    private void search() {
        int[] asking = IntStream.range(0, gallery.size())
                .filter(i -> data.part(gallery.get(i)) == Part.VALIDATION)
                .toArray();
        if (asking.length == 0) {
            return;
        }
        try (INDArray all = matrix(features)) {
            for (int from = 0; from < asking.length; from += QUERIES_AT_A_TIME) {
                int[] some = IntStream.range(from, Math.min(asking.length, from + QUERIES_AT_A_TIME))
                        .map(i -> asking[i])
                        .toArray();
                try (INDArray queries = matrix(
                                IntStream.of(some).mapToObj(features::get).toList());
                        INDArray products = queries.mmul(all.transpose())) {
                    float[][] scores = products.toFloatMatrix();
                    for (int i = 0; i < some.length; i++) {
                        judge(some[i], scores[i]);
                    }
                }
            }
        }
    }

    private static INDArray matrix(List<float[]> rows) {
        return Nd4j.createFromArray(rows.toArray(float[][]::new));
    }

    private void judge(int query, float[] scores) {
        int kind = data.label(gallery.get(query), KIND);
        long copy = data.digest(gallery.get(query));
        boolean answerable = false;
        for (int i = 0; i < scores.length; i++) {
            if (data.digest(gallery.get(i)) == copy) {
                scores[i] = Float.NEGATIVE_INFINITY;
            } else {
                answerable |= data.label(gallery.get(i), KIND) == kind;
            }
        }
        if (!answerable) {
            return;
        }
        int hits = 0;
        for (int rank = 0; rank < NEAREST; rank++) {
            int best = strongest(scores);
            if (scores[best] > Float.NEGATIVE_INFINITY) {
                boolean hit = data.label(gallery.get(best), KIND) == kind;
                pairs.add(scores[best], hit);
                hits += hit ? 1 : 0;
                scores[best] = Float.NEGATIVE_INFINITY;
            }
        }
        sum += (double) hits / NEAREST;
        queries++;
    }

    private static int strongest(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
