package dev.twinset.contract.topic;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One setting of a topic.
 *
 * @param key Kafka's name of it
 * @param value what a topic is made with
 * @param rule which other values are fine
 * @param breaks whether another value breaks a promise; otherwise it is only advised against
 * @param why what goes wrong with another value, as the end of a sentence
 */
public record TopicSetting(String key, String value, Rule rule, boolean breaks, String why) {
    private static final String WITHOUT_LIMIT = "-1";

    public TopicSetting {
        requireNonNull(key, "key is null");
        requireNonNull(value, "value is null");
        requireNonNull(rule, "rule is null");
        requireNonNull(why, "why is null");
    }

    /** Which values are fine. */
    public enum Rule {
        /** This one, where a list is a set of words. */
        EQUAL(""),
        /** A number from this on; -1 means without limit. */
        AT_LEAST("at least "),
        /** A number up to this; -1 means without limit. */
        AT_MOST("at most "),
        /** Any: it is only where a new topic starts. */
        ANY("any, say ");

        private final String words;

        Rule(String words) {
            this.words = words;
        }
    }

    static TopicSetting required(String key, Rule rule, Object value, String why) {
        return new TopicSetting(key, String.valueOf(value), rule, true, why);
    }

    static TopicSetting advised(String key, Rule rule, Object value, String why) {
        return new TopicSetting(key, String.valueOf(value), rule, false, why);
    }

    static TopicSetting initial(String key, Object value) {
        return new TopicSetting(key, String.valueOf(value), Rule.ANY, false, "");
    }

    /** What is expected, for people. */
    public String expected() {
        return rule.words + value;
    }

    /** What is wrong with a topic's value; empty if it is fine. */
    public Optional<TopicDrift> judge(String actual) {
        return isFine(actual.strip()) ? Optional.empty() : Optional.of(new TopicDrift(this, actual.strip()));
    }

    private boolean isFine(String actual) {
        return switch (rule) {
            case EQUAL -> words(actual).equals(words(value));
            case AT_LEAST -> number(actual) >= number(value);
            case AT_MOST -> number(actual) <= number(value);
            case ANY -> true;
        };
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).collect(Collectors.toSet());
    }

    private static double number(String text) {
        try {
            return text.equals(WITHOUT_LIMIT) ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // no broker says so; compares with nothing, so it is not a fine value
        }
    }
}
