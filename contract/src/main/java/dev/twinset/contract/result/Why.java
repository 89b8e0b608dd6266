package dev.twinset.contract.result;

import com.fasterxml.jackson.core.io.NumberOutput;
import dev.twinset.contract.record.UntrustedText;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a score comes about.
 *
 * @param parts what the look and each attribute that the model knows add to the score; their sum is the score's
 *     {@link #decimal}
 * @param looksLike attribute to the value that the model takes the item for; empty if the model knows no attributes
 */
public record Why(Map<String, BigDecimal> parts, Map<String, String> looksLike) {
    private static final int MOST_DIGITS = 100;

    /** Attributes of the public fashion data, whose names as they travel are no words. */
    private static final Map<String, String> WORDS = Map.of(
            "articletype", "kind",
            "basecolour", "colour",
            "label", "tag",
            "mastercategory", "category",
            "subcategory", "sub-category");

    public Why {
        Map<String, BigDecimal> stripped = new LinkedHashMap<>();
        parts.forEach((name, part) -> stripped.put(name, withoutZeros(name, part)));
        parts = Collections.unmodifiableMap(stripped);
        looksLike = Collections.unmodifiableMap(new LinkedHashMap<>(looksLike));
    }

    /** Equal numbers are equal parts. Refuses what takes gigabytes to add up, such as 1e999999999. */
    private static BigDecimal withoutZeros(String name, BigDecimal part) {
        BigDecimal stripped = part.stripTrailingZeros();
        long before = (long) stripped.precision() - stripped.scale();
        if (before > MOST_DIGITS || stripped.scale() > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "part " + UntrustedText.quote(name) + " is " + UntrustedText.quote(part.toString())
                            + ", expected at most " + MOST_DIGITS + " digits before and after the point");
        }
        return stripped;
    }

    /** A score as an answer says it: the shortest decimal that reads back to it. */
    public static BigDecimal decimal(float score) {
        return new BigDecimal(NumberOutput.toString(score, true));
    }

    /** What people call a part. */
    public static String word(String part) {
        return WORDS.getOrDefault(part, part);
    }

    /** What the parts add up to. */
    BigDecimal sum() {
        return parts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
