package dev.twinset.worker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.feature.FeatureRecord;
import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.result.Copies;
import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Items on a circle, by their angle in degrees from what asks. */
class SearchAgainTest {
    private final List<FeatureRecord> items = new ArrayList<>();

    @Test
    void theBestComeFirstAndEqualOnesByTheirIds() throws Exception {
        item("far", 40);
        item("b", 20);
        item("a", -20);
        item("near", 10);
        item("me", 0);
        assertThat(found(Map.of())).containsExactly("near", "a", "b", "far");
        assertThat(found(Map.of("limit", "2"))).containsExactly("near", "a");
        assertThat(search(Map.of(), true).recommendations().get(3).rank()).isEqualTo(4);
        assertThat(search(Map.of(), true).recommendations().get(3).score())
                .isEqualTo((float) Math.cos(2 * Math.PI / 9));
    }

    @Test
    void aThresholdKeepsWorseOnesOut() throws Exception {
        item("near", 10);
        item("far", 40);
        assertThat(found(Map.of("scorethreshold", "0.8"))).containsExactly("near");
    }

    @Test
    void copiesOfWhatAsksAreApartForAnUploadAndResultsForAQuery() throws Exception {
        item("z", 0);
        item("y", 0.1);
        item("other", 30);

        SearchAgain.Answer upload = search(Map.of(), true);
        assertThat(upload.copies()).isEqualTo(Copies.of(List.of("y", "z")));
        assertThat(ids(upload)).containsExactly("other");

        SearchAgain.Answer query = search(Map.of(), false);
        assertThat(query.copies()).isEqualTo(Copies.NONE);
        assertThat(ids(query)).containsExactly("z", "other");
        assertThat(query.recommendations().get(0).copies()).isEqualTo(Copies.of(List.of("y")));
    }

    @Test
    void copiesOfAResultTakeNoPlace() throws Exception {
        item("a", 10);
        item("b", 10.05);
        item("c", 20);
        SearchAgain.Answer answer = search(Map.of("limit", "2"), true);
        assertThat(ids(answer)).containsExactly("a", "c");
        assertThat(answer.recommendations().get(0).copies()).isEqualTo(Copies.of(List.of("b")));
    }

    @Test
    void copiesBehindTheLastPlaceAreNotLookedFor() throws Exception {
        item("a", 10);
        item("end", 15);
        item("more", 18);
        item("late", 15.2);
        assertThat(search(Map.of("limit", "2"), true).recommendations().get(1).copies())
                .isEqualTo(Copies.of(List.of("late")));
        items.clear();
        item("a", 10);
        item("c", -10.1);
        item("b", 10.2);
        // c would be the second result: b, a copy of a, comes after it
        assertThat(search(Map.of("limit", "1"), true).recommendations().get(0).copies())
                .isEqualTo(Copies.NONE);
    }

    @Test
    void aGroupHasFewItemsAndNoValueIsNoGroup() throws Exception {
        item("a", 10, Map.of("brand", "x"));
        item("b", 20, Map.of("brand", "x"));
        item("c", 30, Map.of("brand", "x"));
        item("d", 40);
        item("e", 50);
        assertThat(found(Map.of("groupby", "brand"))).containsExactly("a", "d", "e");
        assertThat(found(Map.of("groupby", "brand", "groupsize", "2"))).containsExactly("a", "b", "d", "e");
    }

    @Test
    void whatTheFilterExcludesFillsUpOnlyIfAsked() throws Exception {
        item("man", 10, Map.of("gender", "Men"));
        item("woman", 20, Map.of("gender", "Women"));
        item("copy", 20.1, Map.of("gender", "Men"));
        assertThat(found(Map.of("filter", "gender=Women"))).containsExactly("woman");

        SearchAgain.Answer filled = search(Map.of("filter", "gender=Women", "fallback", "true"), true);
        assertThat(ids(filled)).containsExactly("woman", "man");
        assertThat(filled.recommendations().stream().map(Recommendation::fallback))
                .containsExactly(false, true);
        assertThat(filled.recommendations().get(0).copies()).isEqualTo(Copies.of(List.of("copy")));
    }

    @Test
    void diversityPrefersWhatResemblesTheChosenLess() throws Exception {
        item("a", 10);
        item("b", 12);
        item("c", -30);
        assertThat(found(Map.of("limit", "2"))).containsExactly("a", "b");
        assertThat(found(Map.of("limit", "2", "diversity", "0.5"))).containsExactly("a", "c");
    }

    private void item(String itemId, double degrees) {
        item(itemId, degrees, Map.of());
    }

    private void item(String itemId, double degrees, Map<String, String> attributes) {
        double angle = Math.toRadians(degrees);
        float[] vector = {(float) Math.cos(angle), (float) Math.sin(angle)};
        items.add(new FeatureRecord(itemId, Optional.of(vector), attributes, "s", 1));
    }

    private List<String> found(Map<String, String> options) throws Exception {
        return ids(search(options, true));
    }

    private static List<String> ids(SearchAgain.Answer answer) {
        return answer.recommendations().stream().map(Recommendation::itemId).toList();
    }

    private SearchAgain.Answer search(Map<String, String> asked, boolean upload) throws Exception {
        AnswerOptions options = AnswerOptions.of(asked, AnswerOptions.DEFAULT);
        Recommendations answer = new Recommendations(
                "me",
                "e",
                "m",
                options,
                Copies.NONE,
                Map.of(),
                List.of(),
                new Snapshot(items.size(), Map.of(), "s", 1, 1, true));
        return SearchAgain.search(answer, upload, new float[] {1, 0}, items);
    }
}
