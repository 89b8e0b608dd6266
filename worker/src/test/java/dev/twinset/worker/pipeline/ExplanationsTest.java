package dev.twinset.worker.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.result.Recommendation;
import dev.twinset.contract.result.Recommendations;
import dev.twinset.contract.result.RecommendationsJson;
import dev.twinset.contract.result.Snapshot;
import dev.twinset.contract.result.Why;
import dev.twinset.vision.Explanation;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplanationsTest {
    @Test
    void partsHaveFourDecimalsAndTheRestIsInTheLook() {
        Explanation explanation = explanation(0.38004, 0.33996, 0.12345678, -0.00001);

        Why why = Explanations.why(explanation, 0.8434468f, Map.of("gender", "Men"));

        assertThat(List.copyOf(why.parts().keySet())).containsExactly("look", "articletype", "gender", "basecolour");
        assertThat(why.parts().values().stream().map(BigDecimal::toPlainString))
                .containsExactly("0.3799468", "0.34", "0.1235", "0");
        assertThat(why.looksLike()).isEqualTo(Map.of("gender", "Men"));
    }

    @Test
    void aModelThatKnowsTheLookAloneGivesItTheWholeScore() {
        Why why = Explanations.why(new Explanation(Map.of("look", 0.1)), 0.3f, Map.of());
        assertThat(why.parts()).isEqualTo(Map.of("look", new BigDecimal("0.3")));
    }

    @Test
    void partsAddUpToTheVeryDecimalThatTheAnswerSays() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            // 2e-3 is among those that Java 17 writes longer than they need be
            float score = i == 0 ? 2.0E-3f : i == 1 ? 1f : i == 2 ? -1f : 2 * random.nextFloat() - 1;
            Explanation explanation = explanation(random.nextDouble(), 0.3, random.nextDouble(), 0.1);

            Why why = Explanations.why(explanation, score, Map.of());

            BigDecimal sum = why.parts().values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum).isEqualByComparingTo(written(score));
        }
    }

    private static Explanation explanation(double look, double kind, double gender, double colour) {
        Map<String, Double> parts = new LinkedHashMap<>();
        parts.put("look", look);
        parts.put("articletype", kind);
        parts.put("gender", gender);
        parts.put("basecolour", colour);
        return new Explanation(parts);
    }

    private static BigDecimal written(float score) {
        Recommendation item = new Recommendation(1, "a", score, OptionalDouble.empty());
        Snapshot snapshot = new Snapshot(1, Map.of(), "s", 1, 1, true);
        String json = new String(
                new RecommendationsJson().write(new Recommendations("i", "e", "m", List.of(item), snapshot)), UTF_8);
        return new BigDecimal(json.replaceAll(".*\"score\":([-0-9.E]+).*", "$1"));
    }
}
