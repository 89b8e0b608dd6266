package dev.twinset.worker.pipeline;

import dev.twinset.contract.result.Why;
import dev.twinset.vision.Explanation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Explanations as answers hold them: decimals that add up to the score exactly, as it is written. */
public final class Explanations {
    private static final int DECIMALS = 4;

    private Explanations() {}

    /**
     * The parts, rounded; what rounding adds or takes is in the look.
     *
     * @param score of the two features that are explained
     * @param looksLike what the model takes the found image for
     */
    public static Why why(Explanation explanation, float score, Map<String, String> looksLike) {
        BigDecimal look = Why.decimal(score);
        Map<String, BigDecimal> parts = new LinkedHashMap<>(Map.of(Explanation.LOOK, look));
        for (Map.Entry<String, Double> part : explanation.parts().entrySet()) {
            if (!part.getKey().equals(Explanation.LOOK)) {
                BigDecimal rounded = BigDecimal.valueOf(part.getValue()).setScale(DECIMALS, RoundingMode.HALF_EVEN);
                parts.put(part.getKey(), rounded);
                look = look.subtract(rounded);
            }
        }
        parts.put(Explanation.LOOK, look);
        return new Why(parts, looksLike);
    }
}
