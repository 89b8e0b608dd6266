package dev.twinset.contract.result;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.contract.record.UntrustedText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Fields of a JSON object that must be of a type; those with an {@code otherwise} may be absent. */
final class JsonFields {
    private JsonFields() {}

    static String text(JsonNode node, String name) {
        return field(node, name, JsonNode::isTextual, "a string").textValue();
    }

    static String text(JsonNode node, String name, String otherwise) {
        return node.has(name) ? text(node, name) : otherwise;
    }

    static long whole(JsonNode node, String name) {
        return field(node, name, value -> value.isIntegralNumber() && value.canConvertToLong(), "a whole number")
                .longValue();
    }

    static int wholeInt(JsonNode node, String name) {
        return field(node, name, value -> value.isIntegralNumber() && value.canConvertToInt(), "a whole number")
                .intValue();
    }

    static int wholeInt(JsonNode node, String name, int otherwise) {
        return node.has(name) ? wholeInt(node, name) : otherwise;
    }

    static JsonNode number(JsonNode node, String name) {
        return field(node, name, JsonNode::isNumber, "a number");
    }

    static boolean flag(JsonNode node, String name) {
        return field(node, name, JsonNode::isBoolean, "true or false").booleanValue();
    }

    static boolean flag(JsonNode node, String name, boolean otherwise) {
        return node.has(name) ? flag(node, name) : otherwise;
    }

    static JsonNode array(JsonNode node, String name) {
        return field(node, name, JsonNode::isArray, "an array");
    }

    static JsonNode object(JsonNode node, String name) {
        return field(node, name, JsonNode::isObject, "an object");
    }

    private static JsonNode field(JsonNode node, String name, Predicate<JsonNode> type, String expected) {
        JsonNode value = node.path(name);
        if (!type.test(value)) {
            throw unexpected(name, value, expected);
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
