package dev.twinset.contract.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.contract.record.UntrustedText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/** Fields of a JSON object that must be of a type; those with an {@code otherwise} may be absent. */
final class JsonFields {
    private JsonFields() {}

    static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw unexpected(name, value, "a string");
        }
        return value.textValue();
    }

    static String text(JsonNode node, String name, String otherwise) {
        return node.has(name) ? text(node, name) : otherwise;
    }

    static long whole(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw unexpected(name, value, "a whole number");
        }
        return value.longValue();
    }

    static int wholeInt(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw unexpected(name, value, "a whole number");
        }
        return value.intValue();
    }

    static int wholeInt(JsonNode node, String name, int otherwise) {
        return node.has(name) ? wholeInt(node, name) : otherwise;
    }

    static JsonNode number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber()) {
            throw unexpected(name, value, "a number");
        }
        return value;
    }

    static boolean flag(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isBoolean()) {
            throw unexpected(name, value, "true or false");
        }
        return value.booleanValue();
    }

    static boolean flag(JsonNode node, String name, boolean otherwise) {
        return node.has(name) ? flag(node, name) : otherwise;
    }

    static JsonNode array(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            throw unexpected(name, value, "an array");
        }
        return value;
    }

    static JsonNode object(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw unexpected(name, value, "an object");
        }
        return value;
    }

    /** By the names in the object, in its order; empty if it is absent. */
    static <T> Map<String, T> map(JsonNode node, String name, BiFunction<JsonNode, String, T> read) {
        Map<String, T> map = new LinkedHashMap<>();
        if (node.has(name)) {
            JsonNode object = object(node, name);
            object.fieldNames().forEachRemaining(field -> map.put(field, read.apply(object, field)));
        }
        return map;
    }

    static IllegalArgumentException unexpected(String name, JsonNode actual, String expected) {
        return new IllegalArgumentException(name + " is "
                + UntrustedText.quote(
                        actual.isMissingNode() ? "absent" : actual.getNodeType().name()) + ", expected " + expected);
    }
}
