package dev.twinset.worker.engine;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.worker.search.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Documents as the engine keeps them. The vector is in them twice: for the graph, and as its bytes, from which scores
 * are computed to the last bit.
 */
final class DocumentJson {
    private static final JsonFactory LINES =
            new JsonFactoryBuilder().rootValueSeparator("\n").build();

    private final int dimension;

    DocumentJson(int dimension) {
        this.dimension = dimension;
    }

    /** What {@code _bulk} takes, for the first of {@code documents}: about so many bytes, at least one. */
    Bulk bulk(Iterator<EngineDocument> documents, int bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 0;
        try (JsonGenerator json = LINES.createGenerator((OutputStream) out)) {
            while (documents.hasNext() && out.size() < bytes) {
                write(json, documents.next());
                json.flush();
                count++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.write('\n');
        return new Bulk(out.toByteArray(), count);
    }

    /** @param documents how many it holds */
    @SuppressWarnings("ArrayRecordComponent")
    record Bulk(byte[] lines, int documents) {}

    private static void write(JsonGenerator json, EngineDocument document) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart(document.item().isPresent() ? "index" : "delete");
        json.writeStringField("_id", document.itemId());
        json.writeNumberField("version", document.offset() + 1);
        json.writeStringField("version_type", "external");
        json.writeEndObject();
        json.writeEndObject();
        if (document.item().isPresent()) {
            write(json, document, document.item().get());
        }
    }

    private static void write(JsonGenerator json, EngineDocument document, Item item) throws IOException {
        json.writeStartObject();
        json.writeNumberField(EngineMapping.PARTITION, document.partition());
        json.writeNumberField(EngineMapping.OFFSET, document.offset());
        json.writeBinaryField(EngineMapping.FEATURE, bytes(item.vector()));
        json.writeArrayFieldStart(EngineMapping.VECTOR);
        for (float component : item.vector()) {
            json.writeNumber(component);
        }
        json.writeEndArray();
        json.writeArrayFieldStart(EngineMapping.ATTRIBUTES);
        for (Map.Entry<String, String> attribute : item.attributes().entrySet()) {
            json.writeString(attribute(attribute.getKey(), attribute.getValue()));
        }
        json.writeEndArray();
        json.writeObjectFieldStart(EngineMapping.OPTIONS);
        for (Map.Entry<String, String> option : item.options().entrySet()) {
            json.writeStringField(option.getKey(), option.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    /** As a term, which filters look for; a name has no {@code =}. */
    static String attribute(String name, String value) {
        return name + '=' + value;
    }

    private static byte[] bytes(float[] vector) {
        byte[] bytes = new byte[vector.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
        return bytes;
    }

    /** A hit, or the answer to a look-up. */
    EngineDocument read(JsonNode hit) {
        JsonNode source = hit.path("_source");
        Item item = new Item(
                vector(source.path(EngineMapping.FEATURE), hit),
                attributes(source.path(EngineMapping.ATTRIBUTES)),
                options(source.path(EngineMapping.OPTIONS)));
        return new EngineDocument(
                hit.path("_id").asText(),
                source.path(EngineMapping.PARTITION).asInt(),
                source.path(EngineMapping.OFFSET).asLong(),
                Optional.of(item));
    }

    private float[] vector(JsonNode base64, JsonNode hit) {
        byte[] bytes = bytes(base64);
        if (bytes.length != dimension * Float.BYTES) {
            throw new EngineException("document "
                    + UntrustedText.quote(hit.path("_id").asText()) + " of index "
                    + hit.path("_index").asText() + " holds a feature of " + bytes.length + " bytes, expected "
                    + dimension * Float.BYTES + ": somebody else writes to the index; delete it, and start the workers,"
                    + " which make it anew");
        }
        float[] vector = new float[dimension];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private static byte[] bytes(JsonNode base64) {
        try {
            return Base64.getDecoder().decode(base64.asText());
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static Map<String, String> attributes(JsonNode terms) {
        Map<String, String> attributes = new HashMap<>();
        for (JsonNode term : terms) {
            String text = term.asText();
            int equals = text.indexOf('=');
            attributes.put(text.substring(0, Math.max(0, equals)), text.substring(equals + 1));
        }
        return attributes;
    }

    private static Map<String, String> options(JsonNode values) {
        Map<String, String> options = new HashMap<>();
        values.properties()
                .forEach(value -> options.put(value.getKey(), value.getValue().asText()));
        return options;
    }
}
