package dev.twinset.vision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the cosine of two features comes about.
 *
 * @param parts {@code look} and each task of the model that has a part in the feature, to what it adds to the cosine;
 *     they add up to it, up to rounding
 */
public record Explanation(Map<String, Double> parts) {
    public Explanation {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }
}
