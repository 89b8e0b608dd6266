package dev.twinset.trainer.evaluate.figures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.trainer.retrieval.LabelledItems;
import dev.twinset.trainer.retrieval.Neighbours;
import dev.twinset.trainer.retrieval.RetrievalResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConfusionMatrixTest {
    private static final int UNKNOWN = LabelledItems.UNKNOWN;

    /** Kinds of items 0 to 5; item 5 has none. Queries 0 and 1 are of kind 0, query 2 of kind 1, query 5 of none. */
    private final ConfusionMatrix matrix = ConfusionMatrix.of(
            new RetrievalResult(
                    new LabelledItems(
                            "kind", List.of(), Map.of("kind", new int[] {0, 0, 1, 1, 2, UNKNOWN}), new int[6]),
                    new int[] {0, 1, 2, 5},
                    List.of(answers(1, 2, 3), answers(0, 4, 5), answers(3), answers(0, 1)),
                    Map.of()),
            3);

    @Test
    void answersAreCountedByKindOfQueryAndAnswerWhereBothAreKnown() {
        assertThat(matrix.counts()[0]).containsExactly(2, 2, 1);
        assertThat(matrix.counts()[1]).containsExactly(0, 1, 0);
        assertThat(matrix.counts()[2]).containsExactly(0, 0, 0);
        assertThat(matrix.asked(0)).isEqualTo(5);
    }

    @Test
    void theKindsAskedForMostComeFirstAndThoseNeverAskedForAreLeftOut() {
        assertThat(matrix.largest(9)).containsExactly(0, 1);
        assertThat(matrix.largest(1)).containsExactly(0);
    }

    @Test
    void theWorstPairsAreWrongAnswersOnly() {
        assertThat(matrix.worst(9))
                .containsExactly(new ConfusionMatrix.Pair(0, 1, 2, 5), new ConfusionMatrix.Pair(0, 2, 1, 5));
        assertThat(matrix.worst(1)).hasSize(1);
    }

    @Test
    void sharesAreOfAllAnswersToTheKindAlsoThoseNotShown() {
        assertThat(matrix.shares(List.of(0, 1))).isDeepEqualTo(new double[][] {{0.4, 0.4}, {0, 1}});
    }

    private static Neighbours answers(int... rows) {
        return new Neighbours(rows, new float[rows.length]);
    }
}
