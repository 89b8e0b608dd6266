package dev.twinset.contract.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeaderNames;
import dev.twinset.contract.record.Headers;
import dev.twinset.contract.record.HeadersBuilder;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/**
 * Records of the changelog. Key: the item id. Value: the vector's float32 components, little-endian, nothing else; null
 * when the item was deleted. Headers: what CloudEvents requires, the worker session and its batch, the item's
 * attributes, what its upload asked of its answer, and no more: a worker that starts reads the whole log.
 */
public final class FeatureRecords {
    private final Topics topics;
    private final String source;

    public FeatureRecords(Topics topics, String source) {
        this.topics = topics;
        this.source = source;
    }

    public OutgoingRecord write(String modelId, FeatureRecord feature) {
        String id = feature.itemId() + ":" + feature.session() + ":" + feature.batch();
        var headers = HeadersBuilder.event(id, source, EventTypes.FEATURE)
                .put(HeaderNames.SESSION, feature.session())
                .put(HeaderNames.BATCH, feature.batch());
        if (!feature.attributes().isEmpty()) {
            headers.put(HeaderNames.ATTRIBUTES, AttributesJson.write(feature.attributes()));
        }
        if (!feature.options().isEmpty()) {
            headers.put(HeaderNames.OPTIONS_ASKED, AttributesJson.write(feature.options()));
        }
        Optional<byte[]> value = feature.vector().map(vector -> encode(vector, feature.itemId()));
        return new OutgoingRecord(topics.features(modelId), feature.itemId().getBytes(UTF_8), value, headers.build());
    }

    private static byte[] encode(float[] vector, String itemId) {
        requireFinite(vector, "item " + UntrustedText.quote(itemId));
        byte[] bytes = new byte[vector.length * Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
        return bytes;
    }

    public FeatureRecord read(EventRecord record, int dimension) {
        Headers headers = new Headers(record.headers());
        headers.requireType(EventTypes.FEATURE, record);
        return new FeatureRecord(
                itemId(record),
                record.value().map(value -> decode(value, dimension, record.coordinates())),
                headers.bytes(HeaderNames.ATTRIBUTES)
                        .map(FeatureRecords::attributes)
                        .orElse(Map.of()),
                headers.bytes(HeaderNames.OPTIONS_ASKED)
                        .map(FeatureRecords::attributes)
                        .orElse(Map.of()),
                headers.require(HeaderNames.SESSION, record),
                headers.requireLong(HeaderNames.BATCH, record));
    }

    /** They are descriptive, so a header that is something else reads as none. */
    private static Map<String, String> attributes(byte[] header) {
        try {
            return AttributesJson.read(header);
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    private static String itemId(EventRecord record) {
        return record.key()
                .filter(key -> key.length > 0)
                .flatMap(UntrustedText::strict)
                .orElseThrow(() -> new IllegalArgumentException(
                        "feature's key is absent or no UTF-8, expected an item id (" + record.coordinates() + ")"));
    }

    private static float[] decode(byte[] value, int dimension, String where) {
        if (value.length != dimension * Float.BYTES) {
            throw new IllegalArgumentException("feature is " + value.length + " bytes, expected "
                    + dimension * Float.BYTES + " (" + dimension + " float32, " + where + ")");
        }
        float[] vector = new float[dimension];
        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        requireFinite(vector, where);
        return vector;
    }

    private static void requireFinite(float[] vector, String where) {
        for (int i = 0; i < vector.length; i++) {
            if (!Float.isFinite(vector[i])) {
                throw new IllegalArgumentException(
                        "feature's component " + i + " is " + vector[i] + ", expected a finite number (" + where + ")");
            }
        }
    }
}
