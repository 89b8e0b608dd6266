package dev.twinset.contract.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.contract.record.UntrustedText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The JSON of an answer, described by {@code recommendations.schema.json}. The same answer is the same bytes, on every
 * run and every Java version: fields in a fixed order, partitions ascending, scores and matches as the shortest decimal
 * that reads back to the same number (Jackson's own writer; before Java 19 {@link Float#toString} is not always the
 * shortest). Unknown fields are ignored when read, so that fields can be added.
 */
public final class RecommendationsJson {
    private final JsonFactory writer = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    // decimals are read exactly and rounded once: by way of a double a float could be rounded twice
    private final ObjectReader reader = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build()
            .reader();

    public byte[] write(Recommendations answer) {
        var bytes = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = writer.createGenerator(bytes)) {
            write(answer, json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the answer for " + UntrustedText.quote(answer.itemId()), e);
        }
        return bytes.toByteArray();
    }

    private static void write(Recommendations answer, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("itemId", answer.itemId());
        json.writeStringField("eventId", answer.eventId());
        json.writeStringField("model", answer.model());
        json.writeStringField(
                "status", answer.recommendations().size() == answer.options().limit() ? "ok" : "few");
        json.writeArrayFieldStart("recommendations");
        for (Recommendation recommendation : answer.recommendations()) {
            json.writeStartObject();
            json.writeNumberField("rank", recommendation.rank());
            json.writeStringField("itemId", recommendation.itemId());
            json.writeNumberField("score", recommendation.score());
            if (recommendation.match().isPresent()) {
                json.writeNumberField("match", recommendation.match().getAsDouble());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeFieldName("snapshot");
        write(answer.snapshot(), json);
        json.writeEndObject();
    }

    private static void write(Snapshot snapshot, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("items", snapshot.items());
        json.writeObjectFieldStart("offsets");
        for (Map.Entry<Integer, Long> offset : snapshot.offsets().entrySet()) {
            json.writeNumberField(Integer.toString(offset.getKey()), offset.getValue());
        }
        json.writeEndObject();
        json.writeStringField("session", snapshot.session());
        json.writeNumberField("pendingFrom", snapshot.pendingFrom());
        json.writeNumberField("batch", snapshot.batch());
        json.writeBooleanField("complete", snapshot.complete());
        json.writeEndObject();
    }

    /** @throws IllegalArgumentException if the bytes are not an answer */
    Recommendations read(byte[] json) {
        JsonNode root;
        try {
            root = reader.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + UntrustedText.quote(String.valueOf(e.getMessage())), e);
        }
        List<Recommendation> recommendations = new ArrayList<>();
        for (JsonNode node : array(root, "recommendations")) {
            recommendations.add(new Recommendation(rank(node), text(node, "itemId"), score(node), match(node)));
        }
        return new Recommendations(
                text(root, "itemId"),
                text(root, "eventId"),
                text(root, "model"),
                recommendations,
                snapshot(root.path("snapshot")));
    }

    private static Snapshot snapshot(JsonNode node) {
        JsonNode complete = node.path("complete");
        if (!complete.isBoolean()) {
            throw unexpected("complete", complete, "true or false");
        }
        return new Snapshot(
                whole(node, "items"),
                offsets(node.path("offsets")),
                text(node, "session"),
                whole(node, "pendingFrom"),
                whole(node, "batch"),
                complete.booleanValue());
    }

    private static Map<Integer, Long> offsets(JsonNode node) {
        if (!node.isObject()) {
            throw unexpected("offsets", node, "an object of partition to offset");
        }
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

    private static float score(JsonNode node) {
        JsonNode score = node.path("score");
        if (!score.isNumber()) {
            throw unexpected("score", score, "a number");
        }
        return score.decimalValue().floatValue();
    }

    /** Absent from answers of models that were never calibrated, and of releases before there was one. */
    private static OptionalDouble match(JsonNode node) {
        JsonNode match = node.path("match");
        if (match.isMissingNode()) {
            return OptionalDouble.empty();
        }
        if (!match.isNumber()) {
            throw unexpected("match", match, "a number");
        }
        return OptionalDouble.of(match.decimalValue().doubleValue());
    }

    private static int rank(JsonNode node) {
        JsonNode value = node.path("rank");
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw unexpected("rank", value, "a whole number");
        }
        return value.intValue();
    }

    private static long whole(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw unexpected(name, value, "a whole number");
        }
        return value.longValue();
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isTextual()) {
            throw unexpected(name, value, "a string");
        }
        return value.textValue();
    }

    private static JsonNode array(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            throw unexpected(name, value, "an array");
        }
        return value;
    }

    private static IllegalArgumentException unexpected(String name, JsonNode actual, String expected) {
        return new IllegalArgumentException(name + " is "
                + UntrustedText.quote(
                        actual.isMissingNode() ? "absent" : actual.getNodeType().name()) + ", expected " + expected);
    }
}
