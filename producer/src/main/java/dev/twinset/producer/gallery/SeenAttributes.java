package dev.twinset.producer.gallery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names and values of the attributes of uploads, for visitors who write a filter. Any thread. */
final class SeenAttributes {
    private static final int MOST_NAMES = 50;

    /** An attribute with more of them, such as a product's name, sorts items into no groups. */
    private static final int MOST_VALUES = 200;

    private static final int MOST_CHARS = 60;

    private final Map<String, Set<String>> values = new TreeMap<>();

    synchronized void add(Map<String, String> attributes) {
        attributes.forEach((name, value) -> {
            if (values.size() < MOST_NAMES || values.containsKey(name)) {
                Set<String> known = values.computeIfAbsent(name, unused -> new TreeSet<>());
                if (known.size() <= MOST_VALUES && !value.isEmpty() && value.length() <= MOST_CHARS) {
                    known.add(value);
                }
            }
        });
    }

    /** Names to values; to none where there are too many. */
    synchronized ObjectNode json() {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        ObjectNode names = view.putObject("attributes");
        values.forEach((name, known) -> {
            ArrayNode all = names.putArray(name);
            if (known.size() <= MOST_VALUES) {
                known.forEach(all::add);
            }
        });
        return view;
    }
}
