package dev.twinset.trainer.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RankedGalleryTest {
    private static final float[] AWKWARD = {
        0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, 0.5f, -0.5f
    };

    /** Against a stable sort of the scores. */
    @Test
    void itemsAreRankedFromStrongToWeakAndEqualOnesInTheGallerysOrder() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            int n = 80;
            float[] scores = new float[n + 3];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextBoolean() ? AWKWARD[random.nextInt(AWKWARD.length)] : random.nextFloat() - 0.5f;
            }
            int[] gallery = random.ints(0, 1000).distinct().limit(n).toArray();
            int[] groups = IntStream.range(0, 1000).map(i -> i / 3).toArray();
            int query = gallery[5];

            RankedGallery ranked = RankedGallery.of(scores, 3, gallery, groups, query);

            List<Integer> expected = IntStream.range(0, n)
                    .filter(place -> groups[gallery[place]] != groups[query])
                    .boxed()
                    .sorted(Comparator.comparing(
                            (Integer place) -> scores[3 + place] == 0 ? 0f : scores[3 + place],
                            Comparator.reverseOrder()))
                    .toList();
            assertThat(IntStream.range(0, ranked.size()).mapToObj(ranked::place).toList())
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            for (int rank = 0; rank < ranked.size(); rank++) {
                assertThat(ranked.score(rank) == scores[3 + ranked.place(rank)])
                        .as("score at rank %d", rank)
                        .isTrue();
            }
        }
    }

    @Test
    void unitRowsHaveLengthOneAndKeepTheirDirection() {
        FeatureMatrix features = new FeatureMatrix(3, new float[] {3, 0, 4, 1e-3f, 0, 0, 0, 0, 0});
        float[] unit = features.unit().values();
        assertThat(unit[0]).isCloseTo(0.6f, within(1e-6f));
        assertThat(unit[2]).isCloseTo(0.8f, within(1e-6f));
        assertThat(unit[3]).isCloseTo(1f, within(1e-6f));
        assertThat(new float[] {unit[6], unit[7], unit[8]}).as("no direction").containsOnly(0f);
        assertThat(features.values()).as("the given ones").startsWith(3, 0, 4);
    }

    @Test
    void aSubsetTakesRowsInTheOrderAsked() {
        FeatureMatrix features =
                FeatureMatrix.ofRows(List.of(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6}), 2);
        assertThat(features.subset(2, 0, 2).values()).containsExactly(5, 6, 1, 2, 5, 6);
        assertThat(features.rows()).isEqualTo(3);
    }

    @Test
    void valuesThatDoNotFillRowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FeatureMatrix(2, new float[3]))
                .withMessage("3 values do not fill rows of 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FeatureMatrix.ofRows(List.of(new float[3]), 2))
                .withMessage("row has 3 values, expected 2");
    }
}
