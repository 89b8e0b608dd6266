package dev.twinset.contract.result;

import static dev.twinset.contract.result.JsonFields.array;
import static dev.twinset.contract.result.JsonFields.flag;
import static dev.twinset.contract.result.JsonFields.map;
import static dev.twinset.contract.result.JsonFields.number;
import static dev.twinset.contract.result.JsonFields.object;
import static dev.twinset.contract.result.JsonFields.text;
import static dev.twinset.contract.result.JsonFields.unexpected;
import static dev.twinset.contract.result.JsonFields.whole;
import static dev.twinset.contract.result.JsonFields.wholeInt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.contract.record.UntrustedText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads an answer from its JSON. */
final class AnswerFields {
    private AnswerFields() {}

    /** @throws IllegalArgumentException if a field is absent, or is not what it must be */
    static Recommendations recommendations(JsonNode root) {
        List<Recommendation> recommendations = new ArrayList<>();
        for (JsonNode node : array(root, "recommendations")) {
            recommendations.add(recommendation(node));
        }
        return new Recommendations(
                text(root, "itemId"),
                text(root, "eventId"),
                text(root, "model"),
                OptionsJson.read(root),
                copies(root),
                looksLike(root),
                cause(root),
                recommendations,
                snapshot(root.path("snapshot")));
    }

    private static Optional<Cause> cause(JsonNode root) {
        if (!root.has("cause")) {
            return Optional.empty();
        }
        JsonNode node = object(root, "cause");
        return Optional.of(new Cause(Cause.Change.of(text(node, "change")), text(node, "itemId")));
    }

    private static Recommendation recommendation(JsonNode node) {
        return new Recommendation(
                wholeInt(node, "rank"),
                text(node, "itemId"),
                number(node, "score").decimalValue().floatValue(),
                match(node),
                copies(node),
                flag(node, "fallback", false),
                node.has("why") ? Optional.of(new Why(parts(node), looksLike(node))) : Optional.empty());
    }

    private static Copies copies(JsonNode node) {
        List<String> itemIds = new ArrayList<>();
        if (node.has("copies")) {
            for (JsonNode itemId : array(node, "copies")) {
                if (!itemId.isTextual()) {
                    throw unexpected("copy", itemId, "a string");
                }
                itemIds.add(itemId.textValue());
            }
        }
        return new Copies(itemIds, wholeInt(node, "copiesMore", 0));
    }

    private static Map<String, String> looksLike(JsonNode node) {
        return map(node, "looksLike", JsonFields::text);
    }

    private static Map<String, BigDecimal> parts(JsonNode node) {
        return map(node, "why", (why, part) -> number(why, part).decimalValue());
    }

    private static Snapshot snapshot(JsonNode node) {
        return new Snapshot(
                whole(node, "items"),
                offsets(node, "offsets"),
                text(node, "session"),
                whole(node, "pendingFrom"),
                whole(node, "batch"),
                node.has("attributeOffsets") ? offsets(node, "attributeOffsets") : Map.of(),
                !node.has(RecommendationsJson.SEARCH),
                flag(node, "complete"));
    }

    private static Map<Integer, Long> offsets(JsonNode snapshot, String name) {
        JsonNode node = object(snapshot, name);
        Map<Integer, Long> offsets = new HashMap<>();
        node.fieldNames().forEachRemaining(partition -> offsets.put(partition(partition), whole(node, partition)));
        return offsets;
    }

    private static int partition(String name) {
        try {
            return Integer.parseInt(name);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("partition is " + UntrustedText.quote(name) + ", expected a number", e);
        }
    }

    /** Absent from answers of models that were never calibrated, and of releases before there was one. */
    private static OptionalDouble match(JsonNode node) {
        return node.has("match")
                ? OptionalDouble.of(number(node, "match").decimalValue().doubleValue())
                : OptionalDouble.empty();
    }
}
