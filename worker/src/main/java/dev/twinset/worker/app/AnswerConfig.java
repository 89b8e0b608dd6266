package dev.twinset.worker.app;

import static dev.twinset.worker.app.AllowedValues.TRUE_OR_FALSE;
import static dev.twinset.worker.app.AllowedValues.range;
import static dev.twinset.worker.app.AllowedValues.text;

import dev.twinset.contract.option.AnswerOptions;
import dev.twinset.contract.rejection.RejectedEventException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The settings that begin with {@code recommend.}: what answers are like. */
final class AnswerConfig {
    private static final String OPTION = "recommend.";
    private static final String FLAG = "true or false, or empty";

    private AnswerConfig() {}

    static void define(Settings settings) {
        option(settings, "recommend.limit", "1 to 100, or empty", "How many items an answer names.");
        option(settings, "recommend.score.threshold", "-1 to 1, or empty", "The least score of an item in an answer.");
        option(
                settings,
                "recommend.filter",
                "a filter, or empty",
                "What the attributes of an item must be: see docs/options.md.");
        option(
                settings,
                "recommend.fallback",
                FLAG,
                "Whether items outside the filter fill up an answer that would be short.");
        option(
                settings,
                "recommend.group.by",
                "an attribute, or empty",
                "Attribute of whose values an answer names few items.");
        option(settings, "recommend.group.size", "1 to 100, or empty", "How many of one value of recommend.group.by.");
        option(
                settings,
                "recommend.diversity",
                "0 to 1, or empty",
                "How much an item loses by resembling better ones.");
        option(settings, "recommend.why", FLAG, "Whether an answer says how its scores come about.");
        settings.add(
                "recommend.standing",
                "false",
                TRUE_OR_FALSE,
                "Whether an item is answered afresh when another item changes that belongs or belonged in its answer.");
        settings.add(
                "recommend.standing.linger.ms",
                5000,
                range(100, 600_000, "ms"),
                "How long changes wait for others until the answers that they concern are given afresh.");
    }

    /** A default of an option of events, checked as an event's is: empty for the one that is built in. */
    private static void option(Settings settings, String name, String range, String sentence) {
        settings.add(name, "", text(range, ".*"), sentence + " An event may ask for another.");
    }

    /** What answers are like unless their events ask for something else. */
    static AnswerOptions options(SettingValues values) {
        try {
            return options(values.originalsStrings());
        } catch (RejectedEventException e) {
            throw new IllegalStateException("a setting was not checked", e);
        }
    }

    /** @throws RejectedEventException if the settings that begin with {@code recommend.} are no options */
    static AnswerOptions options(Map<String, String> settings) throws RejectedEventException {
        Map<String, String> options = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith(OPTION) && !value.isEmpty()) {
                options.put(name.substring(OPTION.length()).replace(".", ""), value);
            }
        });
        return AnswerOptions.of(options, AnswerOptions.DEFAULT);
    }

    /** How long changes wait until the answers that they concern are given afresh; empty for never. */
    static Optional<Duration> standing(SettingValues values) {
        return values.isTrue("recommend.standing")
                ? Optional.of(values.millis("recommend.standing.linger.ms"))
                : Optional.empty();
    }
}
