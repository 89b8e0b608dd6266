package dev.twinset.producer.answer;

import dev.twinset.contract.result.Why;
import java.util.Map;
import java.util.stream.Collectors;

/** How a score comes about, in words: {@code same kind, same gender, other colour (Blue)}. */
public final class WhyWords {
    private WhyWords() {}

    /** @param asked what the model takes the image for that was asked about */
    public static String of(Why why, Map<String, String> asked) {
        return why.looksLike().entrySet().stream()
                .map(one -> one.getValue().equals(asked.get(one.getKey()))
                        ? "same " + Why.word(one.getKey())
                        : "other " + Why.word(one.getKey()) + " (" + one.getValue() + ")")
                .collect(Collectors.joining(", "));
    }
}
