package dev.twinset.worker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.result.Why;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void eachPartHasAWordABarAndWhatTheModelTakesTheItemsFor() {
        Comparison comparison = comparison();
        assertThat(comparison.text().lines())
                .containsExactly(
                        "a and b: score 0.6500, similar look, same kind, other colour",
                        "",
                        "look          0.2500 of 0.4000  #############.......",
                        "articletype   0.4000 of 0.4000  ####################  Shirts",
                        "basecolour    0.0000 of 0.2000  ....................  Red, Blue");
    }

    @Test
    void jsonHasThePartsAsAnAnswerDoes() {
        assertThat(comparison().json("m1"))
                .isEqualTo(
                        "{\"model\":\"m1\",\"score\":0.65,\"why\":{\"look\":0.25,\"articletype\":0.4,\"basecolour\":0},"
                                + "\"items\":[{\"itemId\":\"a\",\"looksLike\":{\"articletype\":\"Shirts\",\"basecolour\":\"Red\"}},"
                                + "{\"itemId\":\"b\",\"looksLike\":{\"articletype\":\"Shirts\",\"basecolour\":\"Blue\"}}]}");
    }

    private static Comparison comparison() {
        Map<String, Double> greatest = new LinkedHashMap<>();
        greatest.put("look", 0.4);
        greatest.put("articletype", 0.4);
        greatest.put("basecolour", 0.2);
        Map<String, BigDecimal> parts = new LinkedHashMap<>();
        parts.put("look", new BigDecimal("0.25"));
        parts.put("articletype", new BigDecimal("0.40"));
        parts.put("basecolour", new BigDecimal("0"));
        return new Comparison("a", "b", 0.65f, greatest, looksLike("Red"), new Why(parts, looksLike("Blue")));
    }

    private static Map<String, String> looksLike(String colour) {
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("articletype", "Shirts");
        classes.put("basecolour", colour);
        return classes;
    }
}
