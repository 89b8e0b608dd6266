package dev.twinset.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the index is like: made so, and compared before it is used, as somebody may have changed it.
 *
 * <p>Visible to searches becomes only what a refresh shows ({@code refresh_interval}), on every copy of a shard
 * (document replication). A deletion is remembered for longer than a worker that lost its partitions may go on writing
 * ({@code gc_deletes}).
 */
final class EngineMapping {
    static final String VECTOR = "vector";
    static final String FEATURE = "feature";
    static final String PARTITION = "partition";
    static final String OFFSET = "offset";
    static final String ATTRIBUTES = "attributes";
    static final String OPTIONS = "options";

    private static final int CONNECTIONS = 16;
    private static final int BUILD_CANDIDATES = 100;
    private static final Map<String, String> TYPES = Map.of(
            VECTOR, "knn_vector",
            FEATURE, "binary",
            PARTITION, "integer",
            OFFSET, "long",
            ATTRIBUTES, "keyword",
            OPTIONS, "object");
    private static final Map<String, String> SETTINGS = Map.of(
            "knn", "true",
            "refresh_interval", "-1",
            "gc_deletes", "1h",
            "replication.type", "DOCUMENT");

    private final String index;
    private final int dimension;

    EngineMapping(String index, int dimension) {
        this.index = index;
        this.dimension = dimension;
    }

    /** The body of the request that creates the index. */
    JsonNode creation(int shards, int replicas) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode settings = body.putObject("settings").putObject("index");
        SETTINGS.forEach(settings::put);
        settings.put("number_of_shards", shards).put("number_of_replicas", replicas);
        ObjectNode mappings = body.putObject("mappings").put("dynamic", "strict");
        mappings.putObject("_source").putArray("excludes").add(VECTOR);
        ObjectNode fields = mappings.putObject("properties");
        TYPES.forEach((name, type) -> fields.putObject(name).put("type", type));
        fields.withObjectProperty(OPTIONS).put("enabled", false);
        ObjectNode vector = fields.withObjectProperty(VECTOR).put("dimension", dimension);
        vector.putObject("method")
                .put("name", "hnsw")
                .put("engine", "lucene")
                .put("space_type", "innerproduct")
                .putObject("parameters")
                .put("m", CONNECTIONS)
                .put("ef_construction", BUILD_CANDIDATES);
        return body;
    }

    /** Each difference between the index and what a worker needs. */
    List<EngineFault> differences(JsonNode description) {
        Differences differences = new Differences();
        JsonNode mappings = description.path("mappings");
        JsonNode fields = mappings.path("properties");
        JsonNode vector = fields.path(VECTOR);
        JsonNode method = vector.path("method");
        differences.unchangeable("mapping", "dynamic", mappings.path("dynamic"), "strict");
        TYPES.forEach((name, type) -> differences.unchangeable("field " + name, "type", type(fields.path(name)), type));
        differences.unchangeable("field vector", "dimension", vector.path("dimension"), String.valueOf(dimension));
        differences.unchangeable("field vector", "engine", method.path("engine"), "lucene");
        differences.unchangeable("field vector", "method", method.path("name"), "hnsw");
        differences.unchangeable("field vector", "space_type", method.path("space_type"), "innerproduct");
        JsonNode settings = description.path("settings").path("index");
        differences.unchangeable("index", "knn", settings.path("knn"), "true");
        differences.unchangeable(
                "index", "replication.type", settings.path("replication").path("type"), "DOCUMENT");
        differences.setting("refresh_interval", settings.path("refresh_interval"));
        differences.setting("gc_deletes", settings.path("gc_deletes"));
        return differences.faults;
    }

    /** Only an object without a type of its own is described without one. */
    private static JsonNode type(JsonNode field) {
        return field.has("properties") || (field.isObject() && field.isEmpty())
                ? JsonNodeFactory.instance.textNode("object")
                : field.path("type");
    }

    private final class Differences {
        private final List<EngineFault> faults = new ArrayList<>();

        void unchangeable(String where, String name, JsonNode is, String expected) {
            add(where + "'s " + name, is, expected, "delete the index, and start the workers, which make it anew");
        }

        void setting(String name, JsonNode is) {
            String expected = String.valueOf(SETTINGS.get(name));
            String body = JsonNodeFactory.instance
                    .objectNode()
                    .put("index." + name, expected)
                    .toString();
            add("setting index." + name, is, expected, "set it back with PUT /" + index + "/_settings " + body);
        }

        private void add(String what, JsonNode is, String expected, String advice) {
            if (!is.asText().equals(expected)) {
                faults.add(new EngineFault(
                        "index " + index + ": " + what + " is "
                                + (is.isMissingNode() ? "not set" : "\"" + is.asText() + "\"") + ", expected \""
                                + expected + "\"",
                        advice));
            }
        }
    }
}
