package dev.twinset.trainer.retrieval;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Looks queries up in a gallery, exactly, and scores what is found. Products are made in blocks of queries, so that
 * memory grows with the gallery, never with its square.
 */
public final class ExactRetrieval {
    /** How many answers an item gets. */
    public static final int NEAREST = RelevanceScorer.NEAREST;

    /** Products held at a time, 64 MiB of them. */
    private static final int MOST_PRODUCTS = 16 << 20;

    private static final int MOST_QUERIES = 256;

    private final LabelledItems items;
    private final int[] queries;
    private final int[] gallery;

    /**
     * @param queries rows of the items that are looked up
     * @param gallery rows among which they are looked up; a query may be one of them and never finds itself
     */
    public ExactRetrieval(LabelledItems items, int[] queries, int[] gallery) {
        this.items = requireNonNull(items, "items is null");
        this.queries = queries.clone();
        this.gallery = gallery.clone();
    }

    /** @param features a vector for each item */
    public RetrievalResult score(FeatureMatrix features) {
        if (features.rows() != items.size()) {
            throw new IllegalArgumentException(features.rows() + " features, expected " + items.size());
        }
        RelevanceScorer scorer = new RelevanceScorer(items, gallery, queries.length);
        Neighbours[] answers = new Neighbours[queries.length];
        Arrays.fill(answers, Neighbours.NONE);
        if (queries.length > 0 && gallery.length > 0) {
            search(features, scorer, answers);
        }
        return new RetrievalResult(items, queries.clone(), Arrays.asList(answers), scorer.figures());
    }

    private void search(FeatureMatrix features, RelevanceScorer scorer, Neighbours[] answers) {
        int block = Math.max(1, Math.min(MOST_QUERIES, MOST_PRODUCTS / gallery.length));
        try (INDArray all = matrix(features.unit(gallery))) {
            for (int from = 0; from < queries.length; from += block) {
                int first = from;
                int[] some = Arrays.copyOfRange(queries, from, Math.min(queries.length, from + block));
                float[] scores = products(all, features.unit(some));
                IntStream.range(0, some.length)
                        .parallel()
                        .forEach(
                                i -> answers[first + i] = scorer.score(first + i, some[i], scores, i * gallery.length));
            }
        }
    }

    /** Query by query, each with every item of the gallery: columns of the product, which comes column by column. */
    private float[] products(INDArray all, FeatureMatrix some) {
        float[] scores = new float[some.rows() * gallery.length];
        try (INDArray asked = matrix(some);
                INDArray products =
                        Nd4j.createUninitialized(all.dataType(), new long[] {gallery.length, some.rows()}, 'f')) {
            all.mmuli(asked.transpose(), products);
            FloatPointer pointer = (FloatPointer) products.data().pointer();
            pointer.get(scores);
        }
        return scores;
    }

    private static INDArray matrix(FeatureMatrix features) {
        return Nd4j.create(features.values(), new long[] {features.rows(), features.dimension()}, 'c');
    }
}
