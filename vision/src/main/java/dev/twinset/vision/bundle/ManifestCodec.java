package dev.twinset.vision.bundle;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The manifest as JSON, read strictly: no unknown, missing, null or repeated field. */
final class ManifestCodec {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // the JDK's own text for a double changed with 19; this one is the same everywhere
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private ManifestCodec() {}

    /** Deterministic: fields in the order of the records, metrics sorted, line ends of Unix. */
    static byte[] write(ModelManifest manifest) {
        try {
            return JSON.writer(new UnixPrinter()).writeValueAsBytes(manifest);
        } catch (JacksonException e) {
            throw new UncheckedIOException("a manifest of records must be writable", e);
        }
    }

    static ModelManifest read(byte[] json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonNode tree = JSON.readTree(parser);
            if (tree == null || !tree.path("formatVersion").isInt()) {
                throw new InvalidModelException("manifest.json has no format version");
            }
            // the version comes first: a later format may have other fields
            requireVersion(tree.path("formatVersion").intValue());
            return JSON.treeToValue(tree, ModelManifest.class);
        } catch (ValueInstantiationException e) {
            // a record's own check: its sentence is the whole story
            throw new InvalidModelException(
                    "manifest.json is unfit: "
                            + requireNonNullElse(e.getCause(), e).getMessage(),
                    e);
        } catch (JacksonException e) {
            throw new InvalidModelException("manifest.json cannot be read: " + e.getOriginalMessage(), e);
        } catch (CharConversionException e) {
            throw new InvalidModelException("manifest.json cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireVersion(int version) throws InvalidModelException {
        if (version < ModelManifest.FORMAT_VERSION) {
            throw new InvalidModelException("format version " + version + " is older than "
                    + ModelManifest.FORMAT_VERSION + ", which this program reads: export the model again");
        }
        if (version > ModelManifest.FORMAT_VERSION) {
            throw new InvalidModelException("format version " + version + " is newer than "
                    + ModelManifest.FORMAT_VERSION + ", which this program reads: update Twinset");
        }
    }

    static Map<String, int[]> shapes(ModelManifest.Weights weights) throws InvalidModelException {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (ModelManifest.Entry entry : weights.tensors()) {
            if (shapes.put(entry.name(), WeightTable.shape(entry)) != null) {
                throw new InvalidModelException("manifest.json lists tensor " + entry.name() + " twice");
            }
        }
        return shapes;
    }
}
