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
    /** The part of what the images look like, whatever they show. */
    public static final String LOOK = "look";

    public Explanation {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Of unit vectors that are compared as a whole. */
    public static Explanation look(float[] a, float[] b) {
        return new Explanation(Map.of(LOOK, product(a, b)));
    }

    private static double product(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
        }
        return product;
    }
}
