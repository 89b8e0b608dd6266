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
import java.math.BigDecimal;
import java.util.Map;

/**
 * The JSON of an answer, described by {@code recommendations.schema.json}. The same answer is the same bytes, on every
 * run and every Java version: fields in a fixed order, partitions ascending, scores and matches as the shortest decimal
 * that reads back to the same number (Jackson's own writer; before Java 19 {@link Float#toString} is not always the
 * shortest), the parts of a score as plain decimals. What nobody asked for and nobody has (options, copies, reasons)
 * leaves no field. Unknown fields are ignored when read, so that fields can be added.
 */
public final class RecommendationsJson {
    static final String SEARCH = "search";
    static final String APPROXIMATE = "approximate";

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
        if (answer.cause().isPresent()) {
            write(answer.cause().get(), json);
        }
        OptionsJson.write(answer.options(), json);
        json.writeStringField(
                "status", answer.recommendations().size() == answer.options().limit() ? "ok" : "few");
        write(answer.copies(), json);
        write(answer.looksLike(), json);
        json.writeArrayFieldStart("recommendations");
        for (Recommendation recommendation : answer.recommendations()) {
            json.writeStartObject();
            json.writeNumberField("rank", recommendation.rank());
            json.writeStringField("itemId", recommendation.itemId());
            json.writeNumberField("score", recommendation.score());
            if (recommendation.match().isPresent()) {
                json.writeNumberField("match", recommendation.match().getAsDouble());
            }
            write(recommendation.copies(), json);
            if (recommendation.fallback()) {
                json.writeBooleanField("fallback", true);
            }
            if (recommendation.why().isPresent()) {
                write(recommendation.why().get(), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeFieldName("snapshot");
        write(answer.snapshot(), json);
        json.writeEndObject();
    }

    private static void write(Cause cause, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("cause");
        json.writeStringField("change", cause.change().toString());
        json.writeStringField("itemId", cause.itemId());
        json.writeEndObject();
    }

    private static void write(Copies copies, JsonGenerator json) throws IOException {
        if (!copies.itemIds().isEmpty()) {
            json.writeArrayFieldStart("copies");
            for (String itemId : copies.itemIds()) {
                json.writeString(itemId);
            }
            json.writeEndArray();
        }
        if (copies.more() > 0) {
            json.writeNumberField("copiesMore", copies.more());
        }
    }

    private static void write(Map<String, String> looksLike, JsonGenerator json) throws IOException {
        if (!looksLike.isEmpty()) {
            json.writeObjectFieldStart("looksLike");
            for (Map.Entry<String, String> attribute : looksLike.entrySet()) {
                json.writeStringField(attribute.getKey(), attribute.getValue());
            }
            json.writeEndObject();
        }
    }

    private static void write(Why why, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("why");
        for (Map.Entry<String, BigDecimal> part : why.parts().entrySet()) {
            json.writeFieldName(part.getKey());
            json.writeNumber(part.getValue().toPlainString());
        }
        json.writeEndObject();
        write(why.looksLike(), json);
    }

    private static void write(Snapshot snapshot, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("items", snapshot.items());
        write("offsets", snapshot.offsets(), json);
        json.writeStringField("session", snapshot.session());
        json.writeNumberField("pendingFrom", snapshot.pendingFrom());
        json.writeNumberField("batch", snapshot.batch());
        if (!snapshot.attributeOffsets().isEmpty()) {
            write("attributeOffsets", snapshot.attributeOffsets(), json);
        }
        if (!snapshot.exact()) {
            json.writeStringField(SEARCH, APPROXIMATE);
        }
        json.writeBooleanField("complete", snapshot.complete());
        json.writeEndObject();
    }

    private static void write(String field, Map<Integer, Long> offsets, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<Integer, Long> offset : offsets.entrySet()) {
            json.writeNumberField(Integer.toString(offset.getKey()), offset.getValue());
        }
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
        return AnswerFields.recommendations(root);
    }
}
