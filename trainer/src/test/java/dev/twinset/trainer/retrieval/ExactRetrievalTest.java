package dev.twinset.trainer.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExactRetrievalTest {
    private static final int UNKNOWN = LabelledItems.UNKNOWN;

    /** Cosines that are the same in float may differ in double, and change places. */
    private static final double NEAR_TIES = 1e-4;

    /** One query at 0 degrees, the others ever further away: their order is known. */
    @Test
    void theFiguresAreThoseOfAPencilAndPaper() {
        FeatureMatrix features = fan(0, 10, 20, 30, 40, 50, 60);
        LabelledItems items = new LabelledItems(
                "kind",
                List.of("colour"),
                Map.of(
                        "kind", new int[] {1, 1, 2, 1, 2, 2, 1},
                        "colour", new int[] {5, 6, 5, 5, 5, 5, UNKNOWN}),
                new int[] {0, 1, 2, 3, 4, 5, 6});

        RetrievalResult retrieval =
                new ExactRetrieval(items, new int[] {0}, new int[] {0, 1, 2, 3, 4, 5, 6}).score(features);

        assertThat(retrieval.answers().get(0).rows()).containsExactly(1, 2, 3, 4, 5);
        assertThat(retrieval.answers().get(0).scores()[2]).isCloseTo((float) Math.cos(Math.PI / 6), within(1e-6f));
        // right at ranks 1, 3 and 6
        assertThat(retrieval.mean(FigureNames.PRECISION + "kind")).isEqualTo(2 / 5.0);
        assertThat(retrieval.mean(FigureNames.HIT + "kind")).isOne();
        assertThat(retrieval.mean(FigureNames.FIRST + "kind")).isOne();
        assertThat(retrieval.mean(FigureNames.CEILING + "kind")).isEqualTo(3 / 5.0);
        assertThat(retrieval.mean(FigureNames.AVERAGE_PRECISION + "kind"))
                .isCloseTo((1 + 2 / 3.0 + 3 / 6.0) / 3, within(1e-12));
        // kind and colour: only rank 3
        assertThat(retrieval.mean(FigureNames.PRECISION + "kind+colour")).isEqualTo(1 / 5.0);
        assertThat(retrieval.mean(FigureNames.AVERAGE_PRECISION + "kind+colour"))
                .isCloseTo(1 / 3.0, within(1e-12));
        // grades 1, 0, 2, 0, 0, 1 by rank; at best 2, 1, 1
        double got = 1 + 3 / log2(4);
        double best = 3 + 1 / log2(3) + 1 / log2(4);
        assertThat(retrieval.mean(FigureNames.NDCG)).isCloseTo(got / best, within(1e-12));
        assertThat(retrieval.mean(FigureNames.AGREEMENT)).isCloseTo((2 / 5.0 + 4 / 5.0) / 2, within(1e-12));
        // three others of its kind in the gallery
        assertThat(retrieval.mean(FigureNames.byFrequency("kind", 1))).isEqualTo(2 / 5.0);
        assertThat(retrieval.mean(FigureNames.byFrequency("kind", 20))).isNaN();
        // cos 20 + cos 40 + cos 50 for kind 2 against cos 10 + cos 30 for kind 1
        assertThat(retrieval.mean(FigureNames.VOTE + "kind")).isZero();
    }

    @Test
    void aQueryFindsNeitherItselfNorItsCopiesAndEqualScoresKeepTheGallerysOrder() {
        FeatureMatrix features = fan(0, 0, 0, 90, 90);
        LabelledItems items =
                new LabelledItems("kind", List.of(), Map.of("kind", new int[5]), new int[] {7, 1, 7, 3, 4});

        RetrievalResult retrieval = new ExactRetrieval(items, new int[] {0}, new int[] {4, 3, 2, 1, 0}).score(features);

        assertThat(retrieval.answers().get(0).rows()).containsExactly(1, 4, 3);
    }

    @Test
    void whatCannotBeJudgedIsLeftOut() {
        LabelledItems items = new LabelledItems(
                "kind",
                List.of("colour"),
                Map.of("kind", new int[] {UNKNOWN, 1, 2}, "colour", new int[] {1, UNKNOWN, 1}),
                new int[] {0, 1, 2});

        RetrievalResult retrieval =
                new ExactRetrieval(items, new int[] {0, 1, 2}, new int[] {0, 1, 2}).score(fan(0, 1, 2));

        assertThat(retrieval.figure(FigureNames.PRECISION + "kind")).containsOnly(Double.NaN);
        assertThat(retrieval.figure(FigureNames.PRECISION + "colour")).containsExactly(0.2, Double.NaN, 0.2);
        assertThat(retrieval.figure(FigureNames.VOTE + "kind")).containsExactly(Double.NaN, 0, 0);
        assertThat(retrieval.mean(FigureNames.NDCG)).isNaN();
        assertThat(retrieval.figure(FigureNames.AGREEMENT)).containsExactly(Double.NaN, 0, 0.1);
    }

    @Test
    void anEmptyGalleryGivesNoAnswers() {
        LabelledItems items = new LabelledItems("kind", List.of(), Map.of("kind", new int[1]), new int[1]);

        RetrievalResult retrieval = new ExactRetrieval(items, new int[] {0}, new int[0]).score(fan(0));

        assertThat(retrieval.answers().get(0).rows()).isEmpty();
        assertThat(retrieval.mean(FigureNames.PRECISION + "kind")).isNaN();
    }

    @Test
    void featuresOfOtherItemsAreRefused() {
        LabelledItems items = new LabelledItems("kind", List.of(), Map.of("kind", new int[1]), new int[1]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExactRetrieval(items, new int[] {0}, new int[] {0}).score(fan(0, 1)))
                .withMessage("2 features, expected 1");
    }

    @Test
    void onRandomItemsItAgreesWithTheObviousSlowWay() {
        for (int seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            int n = 700;
            FeatureMatrix features = random(n, 6, random);
            Map<String, int[]> labels = new LinkedHashMap<>();
            labels.put("kind", codes(n, 8, random));
            labels.put("gender", codes(n, 3, random));
            labels.put("colour", codes(n, 5, random));
            LabelledItems items = new LabelledItems("kind", List.of("gender", "colour"), labels, codes(n, 500, random));
            int[] queries = IntStream.range(0, n).filter(i -> i % 2 == 0).toArray();
            int[] gallery = IntStream.range(0, n).filter(i -> i % 5 != 1).toArray();

            RetrievalResult retrieval = new ExactRetrieval(items, queries, gallery).score(features);

            for (int slot = 0; slot < queries.length; slot++) {
                int[] order = slowOrder(queries[slot], gallery, items, features);
                assertThat(retrieval.answers().get(slot).rows())
                        .as("seed %d, query %d", seed, slot)
                        .containsExactly(Arrays.copyOf(order, 5));
                for (String label : labels.keySet()) {
                    int[] codes = items.label(label);
                    int query = queries[slot];
                    int[] right = IntStream.range(0, order.length)
                            .filter(rank -> codes[order[rank]] == codes[query])
                            .toArray();
                    double precisions = IntStream.range(0, right.length)
                            .mapToDouble(i -> (i + 1.0) / (right[i] + 1))
                            .average()
                            .orElse(Double.NaN);
                    boolean known = codes[query] != UNKNOWN;
                    assertThat(retrieval.figure(FigureNames.AVERAGE_PRECISION + label)[slot])
                            .isCloseTo(known ? precisions : Double.NaN, within(NEAR_TIES));
                    double five = IntStream.of(right).filter(rank -> rank < 5).count() / 5.0;
                    assertThat(retrieval.figure(FigureNames.PRECISION + label)[slot])
                            .isCloseTo(known && right.length > 0 ? five : Double.NaN, within(0.0));
                }
                assertThat(retrieval.figure(FigureNames.NDCG)[slot])
                        .isCloseTo(slowNdcg(queries[slot], order, items), within(1e-12));
            }
        }
    }

    private static int[] slowOrder(int query, int[] gallery, LabelledItems items, FeatureMatrix features) {
        return IntStream.of(gallery)
                .filter(row -> items.groups()[row] != items.groups()[query])
                .boxed()
                .sorted(Comparator.comparingDouble(row -> -cosine(features, query, row)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double cosine(FeatureMatrix features, int one, int other) {
        double dot = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < features.dimension(); i++) {
            double a = features.values()[one * features.dimension() + i];
            double b = features.values()[other * features.dimension() + i];
            dot += a * b;
            ones += a * a;
            others += b * b;
        }
        return dot / Math.sqrt(ones * others);
    }

    private static double slowNdcg(int query, int[] order, LabelledItems items) {
        int[] kind = items.label("kind");
        if (kind[query] == UNKNOWN) {
            return Double.NaN;
        }
        double[] gains = IntStream.of(order)
                .mapToDouble(row -> {
                    int grade = 1;
                    for (String detail : items.details()) {
                        int[] codes = items.label(detail);
                        grade += codes[query] != UNKNOWN && codes[row] == codes[query] ? 1 : 0;
                    }
                    return kind[row] == kind[query] ? Math.pow(2, grade) - 1 : 0;
                })
                .toArray();
        double got = dcg(gains);
        Arrays.sort(gains);
        double[] best = IntStream.range(0, gains.length)
                .mapToDouble(i -> gains[gains.length - 1 - i])
                .toArray();
        return dcg(best) == 0 ? Double.NaN : got / dcg(best);
    }

    private static double dcg(double[] gains) {
        return IntStream.range(0, 5).mapToDouble(i -> gains[i] / log2(i + 2)).sum();
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    /** Unit vectors at these angles, degrees. */
    private static FeatureMatrix fan(int... angles) {
        return FeatureMatrix.ofRows(
                IntStream.of(angles)
                        .mapToObj(angle -> new float[] {
                            (float) Math.cos(Math.toRadians(angle)), (float) Math.sin(Math.toRadians(angle))
                        })
                        .toList(),
                2);
    }

    private static FeatureMatrix random(int rows, int dimension, Random random) {
        return FeatureMatrix.ofRows(
                IntStream.range(0, rows)
                        .mapToObj(row -> {
                            float[] values = new float[dimension];
                            for (int i = 0; i < dimension; i++) {
                                values[i] = (float) random.nextGaussian();
                            }
                            return values;
                        })
                        .toList(),
                dimension);
    }

    /** A tenth of them unknown. */
    private static int[] codes(int n, int classes, Random random) {
        return IntStream.range(0, n)
                .map(i -> random.nextInt(10) == 0 && classes < 100 ? UNKNOWN : random.nextInt(classes))
                .toArray();
    }
}
