package dev.twinset.worker.app;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One documented setting.
 *
 * @param range what a value may be, for people
 * @param check empty if a value is fine, otherwise what is wrong with it
 */
record ConfigKey(String name, String standard, String unit, String range, String sentence, Check check) {
    ConfigKey {
        requireNonNull(name, "name is null");
        requireNonNull(standard, "standard is null");
        requireNonNull(unit, "unit is null");
        requireNonNull(range, "range is null");
        requireNonNull(sentence, "sentence is null");
        requireNonNull(check, "check is null");
    }

    static ConfigKey number(String name, int standard, int least, int most, String unit, String sentence) {
        String range = least + " to " + most;
        return new ConfigKey(name, String.valueOf(standard), unit, range, sentence, value -> {
            try {
                int number = Integer.parseInt(value.strip());
                return number >= least && number <= most ? Optional.empty() : Optional.of("expected " + range);
            } catch (NumberFormatException e) {
                return Optional.of("expected a whole number, " + range);
            }
        });
    }

    static ConfigKey text(String name, String standard, String range, String pattern, String sentence) {
        return new ConfigKey(
                name,
                standard,
                "",
                range,
                sentence,
                value -> value.matches(pattern) ? Optional.empty() : Optional.of("expected " + range));
    }

    /** Tells what is wrong with a value. */
    @FunctionalInterface
    interface Check {
        Optional<String> fault(String value);
    }
}
