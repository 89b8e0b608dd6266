package dev.twinset.worker.app;

import org.apache.kafka.common.config.ConfigDef;

/** Definitions of settings, each with a default, what it may be and a sentence. */
final class Settings extends ConfigDef {
    /** @param standard the default; the setting is a number if this is one, and text otherwise */
    void add(String name, Object standard, AllowedValues allowed, String sentence) {
        define(
                name,
                standard instanceof Integer ? Type.INT : Type.STRING,
                standard,
                allowed,
                Importance.MEDIUM,
                sentence);
    }
}
