package dev.twinset.worker.app;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;

/** Valid values of {@link Settings}; what is not given has its default. */
final class SettingValues extends AbstractConfig {
    SettingValues(Settings settings, Map<String, String> given) {
        super(settings, given, false);
    }

    Optional<String> optional(String name) {
        return Optional.of(getString(name)).filter(text -> !text.isEmpty());
    }

    Duration millis(String name) {
        return Duration.ofMillis(getInt(name));
    }

    boolean isTrue(String name) {
        return getString(name).equals("true");
    }
}
