package dev.twinset.worker.preflight.check;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A number among Kafka's settings, where it may be a string. */
public final class NumericSetting {
    private NumericSetting() {}

    public static long of(Map<String, ?> settings, String key, long otherwise) {
        @Nullable Object value = settings.get(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(value.toString().strip());
        } catch (NumberFormatException e) {
            return otherwise; // the client refuses it with a sentence of its own
        }
    }
}
