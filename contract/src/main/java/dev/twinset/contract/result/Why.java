package dev.twinset.contract.result;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a score comes about.
 *
 * @param parts what the look and each attribute that the model knows add to the score; their sum is the score
 * @param looksLike attribute to the value that the model takes the item for; empty if the model knows no attributes
 */
public record Why(Map<String, BigDecimal> parts, Map<String, String> looksLike) {
    public Why {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        looksLike = Collections.unmodifiableMap(new LinkedHashMap<>(looksLike));
    }
}
