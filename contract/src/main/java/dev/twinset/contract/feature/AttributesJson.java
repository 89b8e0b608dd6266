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
import java.util.Optional;
import java.util.TreeMap;

/**
 * An item's attributes in one header: a compact JSON object of strings, sorted by name. It holds at most 8 KiB: of more
 * attributes, the first by name are kept. They are descriptive, so a header that is something else reads as none.
 */
final class AttributesJson {
    private static final int MOST_BYTES = 8 * 1024;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private AttributesJson() {}

    static byte[] write(Map<String, String> attributes) {
        StringBuilder json = new StringBuilder("{");
        int bytes = "{}".length();
        for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
            String member =
                    (json.length() > 1 ? "," : "") + quoted(attribute.getKey()) + ':' + quoted(attribute.getValue());
            bytes += member.getBytes(UTF_8).length;
            if (bytes > MOST_BYTES) {
                break;
            }
            json.append(member);
        }
        return json.append('}').toString().getBytes(UTF_8);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        return quoted.append('"').toString();
    }

    static Map<String, String> read(byte[] json) {
        Optional<String> text = json.length > MOST_BYTES ? Optional.empty() : UntrustedText.strict(json);
        try {
            return text.isPresent() ? attributes(text.get()) : Map.of();
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static Map<String, String> attributes(String json) throws IOException {
        Map<String, String> attributes = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            while (object && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean string = parser.nextToken() == JsonToken.VALUE_STRING;
                if (!string || !HeaderNames.isName(name) || UntrustedText.hasControl(parser.getText())) {
                    return Map.of();
                }
                attributes.put(name, parser.getText());
            }
            boolean whole = parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
            return whole ? attributes : Map.of();
        }
    }
}
