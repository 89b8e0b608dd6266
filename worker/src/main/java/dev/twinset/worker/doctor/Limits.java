package dev.twinset.worker.doctor;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers among Kafka's settings, which may be texts. */
final class Limits {
    private Limits() {}

    static long number(Map<String, ?> settings, String key, long otherwise) {
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
