package dev.twinset.producer.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class LookAgainTest {
    private static final Recommendation LIKE = one(2, "like", Copies.NONE);

    @Test
    void theItemIsNotItsOwnMatchAndItsCopiesAreTheAnswers() {
        Recommendations answer = answer(one(1, "own", Copies.of(List.of("same"))), LIKE);
        assertThat(LookAgain.without("own", answer, 5).copies().itemIds()).containsExactly("same");
        assertThat(LookAgain.without("own", answer, 5).recommendations()).containsExactly(one(1, "like", Copies.NONE));
    }

    @Test
    void aCopyThatStandsForTheItemIsACopyOfIt() {
        Recommendations answer = answer(one(1, "also", Copies.of(List.of("own", "same"))), LIKE);
        Recommendations without = LookAgain.without("own", answer, 5);
        assertThat(without.copies().itemIds()).containsExactly("also", "same");
        assertThat(without.recommendations()).extracting(Recommendation::itemId).containsExactly("like");
        assertThat(without.itemId()).isEqualTo("own");
    }

    @Test
    void anAnswerWithoutTheItemIsCutToTheLimit() {
        Recommendations answer = answer(one(1, "other", Copies.NONE), LIKE);
        assertThat(LookAgain.without("own", answer, 1).recommendations())
                .extracting(Recommendation::itemId)
                .containsExactly("other");
    }

    private static Recommendation one(int rank, String id, Copies copies) {
        return new Recommendation(rank, id, 0.5f, OptionalDouble.empty(), copies, false, Optional.empty());
    }

    private static Recommendations answer(Recommendation... recommendations) {
        return new Recommendations(
                "query-1",
                "event",
                "model",
                AnswerOptions.DEFAULT,
                Copies.NONE,
                Map.of(),
                List.of(recommendations),
                new Snapshot(3, Map.of(0, 3L), "session", 1, 1, true));
    }
}
