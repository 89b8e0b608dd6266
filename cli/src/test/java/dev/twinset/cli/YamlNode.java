package dev.twinset.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A part of a YAML document. What is not there fails the test, with the way to it.
 *
 * @param way from the document's root, for messages
 * @param value a map, a list, or a scalar
 */
record YamlNode(String way, Object value) {
    YamlNode {
        requireNonNull(way, "way is null");
        requireNonNull(value, way + " is not there");
    }

    /** Every document of a file; merge keys are resolved. */
    static List<YamlNode> read(Path file) throws IOException {
        Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(file));
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> new YamlNode(file.getFileName().toString(), document))
                .toList();
    }

    YamlNode at(String... keys) {
        YamlNode node = this;
        for (String key : keys) {
            String deeper = node.way + "/" + key;
            Object child = node.map().get(key);
            if (child == null) {
                throw new AssertionError(deeper + " is not there");
            }
            node = new YamlNode(deeper, child);
        }
        return node;
    }

    boolean has(String key) {
        return value instanceof Map<?, ?> map && map.containsKey(key);
    }

    String text() {
        return value.toString();
    }

    int number() {
        return Integer.parseInt(text());
    }

    boolean isTrue() {
        return value.equals(true);
    }

    List<String> keys() {
        return map().keySet().stream().map(Object::toString).toList();
    }

    /** Empty where the key is not there. */
    List<YamlNode> list(String key) {
        return has(key) ? at(key).items() : List.of();
    }

    List<YamlNode> items() {
        if (!(value instanceof List<?> list)) {
            throw new AssertionError(way + " is not a list");
        }
        List<YamlNode> items = new ArrayList<>();
        for (Object item : list) {
            items.add(new YamlNode(way + "/" + items.size(), requireNonNull(item, way)));
        }
        return items;
    }

    List<String> texts() {
        return items().stream().map(YamlNode::text).toList();
    }

    private Map<?, ?> map() {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new AssertionError(way + " is not a map");
    }
}
