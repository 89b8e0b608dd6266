package dev.twinset.worker.app;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * What a setting may be.
 *
 * @param range for people: completes "expected ..."
 * @param unit of a number; empty if it has none
 */
record AllowedValues(String range, String unit, Predicate<Object> test) implements ConfigDef.Validator {
    static final AllowedValues TRUE_OR_FALSE = text("true or false", "true|false");

    static AllowedValues range(int least, int most, String unit) {
        String range = "a whole number, " + least + " to " + most;
        return new AllowedValues(range, unit, value -> (int) value >= least && (int) value <= most);
    }

    /** @param pattern of the whole value */
    static AllowedValues text(String range, String pattern) {
        return new AllowedValues(range, "", value -> ((String) value).matches(pattern));
    }

    /** @param pattern of the whole value, which must also be a path on this machine */
    static AllowedValues path(String range, String pattern) {
        return new AllowedValues(range, "", value -> ((String) value).matches(pattern) && isPath((String) value));
    }

    private static boolean isPath(String text) {
        try {
            return Path.of(text).toString().length() <= text.length();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static AllowedValues of(ConfigDef.ConfigKey key) {
        return (AllowedValues) key.validator;
    }

    /** @param value null if it is of the wrong type */
    @Override
    public void ensureValid(String name, @Nullable Object value) {
        if (value == null || !test.test(value)) {
            throw new ConfigException(name, value, "expected " + range);
        }
    }
}
