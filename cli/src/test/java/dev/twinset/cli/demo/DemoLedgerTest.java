package dev.twinset.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.cli.torture.ledger.ChangelogHistory;
import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.rejection.RejectionReason;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoLedgerTest {
    private final DemoLedger ledger = new DemoLedger(Set.of("a", "b", "c", "d", "e", "f", "g"));

    @Test
    void anAnswerForEachUploadKeepsThePromise() {
        ledger.recommended(answer("a", 1), Duration.ofMillis(10));
        ledger.recommended(answer("b", 2, "a"), Duration.ofMillis(20));
        ledger.recommended(answer("c", 7, "a", "b", "d", "e", "f"), Duration.ofMillis(30));
        ledger.rejected("d", RejectionReason.EMPTY);

        DemoSummary summary = ledger.close(4, Duration.ofSeconds(2));

        assertThat(summary.kept()).as(summary.violations().toString()).isTrue();
        assertThat(summary.recommended()).isEqualTo(3);
        assertThat(summary.reasons()).isEqualTo(Map.of(RejectionReason.EMPTY, 1));
        assertThat(summary.imagesPerSecond()).isEqualTo(2.0);
        assertThat(summary.median()).isEqualTo(Duration.ofMillis(20));
        assertThat(summary.p99()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void aMissingAnswerIsFound() {
        ledger.recommended(answer("a", 1), Duration.ZERO);
        assertThat(ledger.close(2, Duration.ofSeconds(1)).violations())
                .containsExactly("published 2 is not recommended 1 + rejected 0", "1 uploads have no answer");
    }

    @Test
    void aSecondAnswerIsFound() {
        ledger.recommended(answer("a", 1), Duration.ZERO);
        ledger.rejected("a", RejectionReason.CORRUPT);
        assertThat(violations()).contains("a was answered twice");
    }

    @Test
    void anAnswerThatNobodyAskedForIsFound() {
        ledger.recommended(answer("z", 1), Duration.ZERO);
        assertThat(violations()).contains("an answer for z, which was not published");
    }

    @Test
    void theItemItselfAndTheSameItemTwiceAreFound() {
        ledger.recommended(answer("a", 3, "a", "b"), Duration.ZERO);
        ledger.recommended(answer("b", 3, "c", "c"), Duration.ZERO);
        assertThat(violations()).contains("a got a twice, or itself", "b got c twice, or itself");
    }

    @Test
    void tooFewAndUnknownItemsAreFound() {
        ledger.recommended(answer("a", 7, "b", "c"), Duration.ZERO);
        ledger.recommended(answer("c", 2, "z"), Duration.ZERO);
        assertThat(violations())
                .contains(
                        "a got 2 recommendations with 6 other items to choose from",
                        "c got z, which was not published");
    }

    @Test
    void scoresThatRiseAreFound() {
        ledger.recommended(scored("a", 0.5f, 0.6f), Duration.ZERO);
        assertThat(violations()).contains("a got scores that rise: 0.6 after 0.5");
    }

    @Test
    void anApproximateAnswerMayLackItemsAndCountSomeTwice() {
        ledger.recommended(approximate("a", 1, named(1, "b", 0.5f)), Duration.ZERO);
        ledger.recommended(approximate("b", 5), Duration.ZERO);
        assertThat(ledger.close(2, Duration.ofSeconds(1)).violations()).isEmpty();
    }

    @Test
    void approximateAnswersAreComparedWithASearchByBruteForce() {
        ledger.recommended(approximate("a", 3, named(1, "b", 0.5f), named(2, "c", 0.25f)), Duration.ZERO);
        assertThat(ledger.approximateModel()).contains("model");
        ledger.searchAgain(features());

        DemoSummary summary = ledger.close(1, Duration.ofSeconds(1));
        assertThat(summary.violations()).isEmpty();
        assertThat(summary.lines()).anyMatch(line -> line.startsWith("recall@5         1.000 "));
        assertThat(summary.json()).endsWith("\"violations\":0,\"recall\":1.0000}");
    }

    @Test
    void aLowRecallIsFound() {
        ledger.recommended(approximate("a", 3, named(1, "b", 0.5f)), Duration.ZERO);
        ledger.searchAgain(features());
        assertThat(violations()).contains("recall@5 against a search by brute force is 0.500, expected 0.95 or more");
    }

    @Test
    void aScoreThatIsNotTheItemsIsFound() {
        ledger.recommended(
                approximate("a", 3, named(1, "b", Math.nextUp(0.5f)), named(2, "c", 0.25f), named(3, "d", 0.1f)),
                Duration.ZERO);
        ledger.searchAgain(features());
        assertThat(violations())
                .contains(
                        "a got b with the score 0.50000006, expected 0.5",
                        "a got d with the score 0.1, expected no such item");
    }

    @Test
    void theSummaryIsOneLineOfJson() {
        ledger.recommended(answer("a", 1), Duration.ofMillis(1500));
        ledger.rejected("b", RejectionReason.TOO_MANY_BYTES);
        assertThat(ledger.close(2, Duration.ofSeconds(4)).json())
                .isEqualTo("{\"published\":2,\"recommended\":1,\"rejected\":1,\"rejections\":{\"TOO_MANY_BYTES\":1},"
                        + "\"seconds\":4.000,\"imagesPerSecond\":0.5,"
                        + "\"uploadToResultSeconds\":{\"p50\":1.5000,\"p99\":1.5000},\"violations\":0}");
    }

    private List<String> violations() {
        return ledger.close(0, Duration.ofSeconds(1)).violations();
    }

    private static Recommendations answer(String item, long items, String... ids) {
        List<Recommendation> recommendations = new ArrayList<>();
        for (String id : ids) {
            int rank = recommendations.size() + 1;
            recommendations.add(new Recommendation(rank, id, 1f / rank, OptionalDouble.empty()));
        }
        return new Recommendations(item, "event", "model", recommendations, snapshot(items));
    }

    private static Recommendations approximate(String item, long items, Recommendation... named) {
        Snapshot snapshot = new Snapshot(items, Map.of(0, 3L), "session", 1, 1, Map.of(), false, true);
        return new Recommendations(item, "event", "model", List.of(named), snapshot);
    }

    private static Recommendation named(int rank, String id, float score) {
        return new Recommendation(rank, id, score, OptionalDouble.empty());
    }

    /** The score of a is .5 with b and .25 with c. */
    private static ChangelogHistory features() {
        ChangelogHistory features = new ChangelogHistory();
        Map<String, float[]> vectors =
                Map.of("a", new float[] {1, 0}, "b", new float[] {0.5f, 0.866f}, "c", new float[] {0.25f, -0.968f});
        vectors.forEach((id, vector) ->
                features.add(0, 0, new FeatureRecord(id, Optional.of(vector), Map.of(), "session", 1), 0));
        return features;
    }

    private static Recommendations scored(String item, float first, float second) {
        return new Recommendations(
                item,
                "event",
                "model",
                List.of(
                        new Recommendation(1, "f", first, OptionalDouble.empty()),
                        new Recommendation(2, "g", second, OptionalDouble.empty())),
                snapshot(3));
    }

    private static Snapshot snapshot(long items) {
        return new Snapshot(items, Map.of(), "session", 1, 1, true);
    }
}
