package dev.twinset.producer.answer;

import dev.twinset.contract.result.Why;
import java.util.Map;
import java.util.stream.Collectors;

/** How a score comes about, in words: {@code same kind, same gender, other colour (Blue)}. */
public final class WhyWords {
    /** Attributes of the public fashion data, whose names as they travel are no words. */
    private static final Map<String, String> WORDS = Map.of(
            "articletype", "kind",
            "basecolour", "colour",
            "mastercategory", "category",
            "subcategory", "sub-category");

    private WhyWords() {}

    /** What people call an attribute. */
    public static String name(String attribute) {
        return WORDS.getOrDefault(attribute, attribute);
    }

    /** @param asked what the model takes the image for that was asked about */
    public static String of(Why why, Map<String, String> asked) {
        return why.looksLike().entrySet().stream()
                .map(one -> one.getValue().equals(asked.get(one.getKey()))
                        ? "same " + name(one.getKey())
                        : "other " + name(one.getKey()) + " (" + one.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
