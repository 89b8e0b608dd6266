package dev.twinset.worker.features;

import dev.twinset.worker.search.Item;
import java.util.HashMap;
import java.util.Map;

/**
 * What an item's upload asked of its answer, in the store: among the item's attributes, under names that no attribute
 * has, so that no filter finds it.
 */
final class ItemOptions {
    private static final String MARK = "?";

    private ItemOptions() {}

    /** The attributes, and the options beside them. */
    static Map<String, String> stored(Item item) {
        if (item.options().isEmpty()) {
            return item.attributes();
        }
        Map<String, String> all = new HashMap<>(item.attributes());
        item.options().forEach((name, value) -> all.put(MARK + name, value));
        return all;
    }

    /** An item of whose attributes some are what {@link #stored} made of options. */
    static Item read(Item stored) {
        Map<String, String> attributes = new HashMap<>();
        Map<String, String> options = new HashMap<>();
        stored.attributes().forEach((name, value) -> {
            if (name.startsWith(MARK)) {
                options.put(name.substring(MARK.length()), value);
            } else {
                attributes.put(name, value);
            }
        });
        return new Item(stored.vector(), attributes, options);
    }
}
