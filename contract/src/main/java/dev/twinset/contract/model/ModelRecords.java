package dev.twinset.contract.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.record.EventTypes;
import dev.twinset.contract.record.HeadersBuilder;
import dev.twinset.contract.record.OutgoingRecord;
import dev.twinset.contract.record.UntrustedText;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Records of the topic of models, all in partition 0. The key {@code serving} has the {@link ServingModel}; the key
 * {@code retired/} and a model's id says when that model was retired.
 */
public final class ModelRecords {
    private static final String SERVING = "serving";
    private static final String RETIRED = "retired/";
    private static final JsonMapper JSON = new JsonMapper();

    private final Topics topics;
    private final String source;

    public ModelRecords(Topics topics, String source) {
        this.topics = topics;
        this.source = source;
    }

    public OutgoingRecord serving(ServingModel serving) {
        ObjectNode json = JSON.createObjectNode();
        json.put("term", serving.term());
        json.put("model", serving.model());
        serving.next().ifPresent(next -> json.put("next", next));
        serving.previous().ifPresent(previous -> json.put("previous", previous));
        json.put("since", serving.since().toString());
        serving.from().ifPresent(from -> {
            ObjectNode all = json.putObject("from");
            from.forEach((topic, offsets) -> {
                ObjectNode one = all.putObject(topic);
                offsets.forEach((partition, offset) -> one.put(Integer.toString(partition), offset));
            });
        });
        if (serving.refresh()) {
            json.put("refresh", true);
        }
        return record(SERVING, EventTypes.MODEL_SERVING, json, "serving:" + serving.term());
    }

    public OutgoingRecord retired(String modelId, Instant when) {
        ObjectNode json = JSON.createObjectNode().put("model", modelId).put("since", when.toString());
        return record(RETIRED + modelId, EventTypes.MODEL_RETIRED, json, RETIRED + modelId);
    }

    private OutgoingRecord record(String key, String type, ObjectNode json, String id) {
        try {
            return new OutgoingRecord(
                    topics.models(),
                    key.getBytes(UTF_8),
                    Optional.of(JSON.writeValueAsBytes(json)),
                    HeadersBuilder.event(id, source, type).build());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model that a record says is retired; empty if it says something else. */
    public Optional<String> retired(EventRecord record) {
        return key(record).filter(key -> key.startsWith(RETIRED)).map(key -> key.substring(RETIRED.length()));
    }

    /**
     * Which model answers, as a record says; empty if it says something else.
     *
     * @throws IllegalArgumentException if the record cannot be read
     */
    public Optional<ServingModel> serving(EventRecord record) {
        if (record.value().isEmpty() || !key(record).equals(Optional.of(SERVING))) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(record.value().get());
            return Optional.of(new ServingModel(
                    json.path("term").asLong(),
                    text(json, "model").orElseThrow(() -> new IllegalArgumentException("model is absent")),
                    text(json, "next"),
                    text(json, "previous"),
                    Instant.parse(text(json, "since").orElse("")),
                    json.has("from") ? Optional.of(from(json.path("from"))) : Optional.empty(),
                    json.path("refresh").asBoolean()));
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "which model answers cannot be read: " + UntrustedText.quote(String.valueOf(e.getMessage())) + " ("
                            + record.coordinates() + ")",
                    e);
        }
    }

    private static Optional<String> key(EventRecord record) {
        return record.key().flatMap(UntrustedText::strict);
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    private static Map<String, Map<Integer, Long>> from(JsonNode json) {
        Map<String, Map<Integer, Long>> from = new TreeMap<>();
        json.properties().forEach(topic -> {
            Map<Integer, Long> offsets = new TreeMap<>();
            topic.getValue()
                    .properties()
                    .forEach(partition -> offsets.put(
                            Integer.valueOf(partition.getKey()),
                            partition.getValue().asLong()));
            from.put(topic.getKey(), offsets);
        });
        return from;
    }
}
