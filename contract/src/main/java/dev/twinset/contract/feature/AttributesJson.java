package dev.twinset.contract.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.UntrustedText;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** An item's attributes: a compact JSON object of strings, sorted by name, of at most 8 KiB. */
final class AttributesJson {
    static final int MOST_BYTES = 8 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private AttributesJson() {}

    /** As much as fits: of more attributes, the first by name. */
    static byte[] write(Map<String, String> attributes) {
        StringBuilder json = new StringBuilder("{");
        int bytes = "{}".length();
        for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
            String member = member(attribute, json.length() == 1);
            bytes += member.getBytes(UTF_8).length;
            if (bytes > MOST_BYTES) {
                break;
            }
            json.append(member);
        }
        return json.append('}').toString().getBytes(UTF_8);
    }

    /** Bytes of all of them. */
    static int size(Map<String, String> attributes) {
        int members = attributes.entrySet().stream()
                .mapToInt(attribute -> member(attribute, false).getBytes(UTF_8).length)
                .sum();
        return members + (attributes.isEmpty() ? 2 : 1);
    }

    private static String member(Map.Entry<String, String> attribute, boolean first) {
        return (first ? "" : ",") + quoted(attribute.getKey()) + ':' + quoted(attribute.getValue());
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }

    /** @throws IllegalArgumentException if the bytes are something else, or more than are kept */
    static Map<String, String> read(byte[] json) {
        if (json.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "attributes are " + json.length + " bytes of JSON, expected at most " + MOST_BYTES);
        }
        String text = UntrustedText.strict(json)
                .orElseThrow(() -> new IllegalArgumentException("attributes are not UTF-8, expected JSON"));
        try (JsonParser parser = JSON.createParser(text)) {
            return attributes(parser);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "attributes are no JSON: " + UntrustedText.quote(String.valueOf(e.getMessage())), e);
        }
    }

    private static Map<String, String> attributes(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("attributes are no JSON object, expected one of strings");
        }
        Map<String, String> attributes = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new IllegalArgumentException(
                        "attribute " + UntrustedText.quote(name) + " is no string, expected one in quotes");
            }
            check(name, parser.getText());
            attributes.put(name, parser.getText());
        }
        if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
            throw new IllegalArgumentException("attributes are followed by something, expected one JSON object");
        }
        return attributes;
    }

    /** @throws IllegalArgumentException if no attribute is like this */
    static void check(String name, String value) {
        if (!HeaderNames.isName(name)) {
            throw new IllegalArgumentException("attribute's name is " + UntrustedText.quote(name)
                    + ", expected lower-case letters and digits, such as articletype");
        }
        if (UntrustedText.hasControl(value)) {
            throw new IllegalArgumentException("attribute " + name + " is " + UntrustedText.quote(value)
                    + ", expected a value without control characters");
        }
    }
}
