package dev.twinset.worker.features;

import java.util.HashMap;
import java.util.Map;

/**
 * What an item's upload asked of its answer, kept among the item's attributes under names that no attribute has: so a
 * store keeps it, and no filter finds it.
 */
public final class ItemOptions {
    private static final String MARK = "?";

    private ItemOptions() {}

    /** The attributes, and the options beside them. */
    public static Map<String, String> with(Map<String, String> attributes, Map<String, String> options) {
        if (options.isEmpty()) {
            return attributes;
        }
        Map<String, String> all = new HashMap<>(attributes);
        options.forEach((name, value) -> all.put(MARK + name, value));
        return all;
    }

    /** The options of what {@link #with} gave. */
    public static Map<String, String> options(Map<String, String> all) {
        Map<String, String> options = new HashMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith(MARK)) {
                options.put(name.substring(MARK.length()), value);
            }
        });
        return options;
    }

    /** The attributes of what {@link #with} gave. */
    public static Map<String, String> attributes(Map<String, String> all) {
        Map<String, String> attributes = new HashMap<>(all);
        attributes.keySet().removeIf(name -> name.startsWith(MARK));
        return attributes;
    }
}
