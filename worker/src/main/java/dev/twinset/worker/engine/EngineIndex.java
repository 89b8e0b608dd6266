package dev.twinset.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The index and its alias: made if they are missing, else looked at. */
final class EngineIndex {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");
    private static final int MAJOR = 2;
    private static final int MINOR = 19;

    private final String index;
    private final String alias;
    private final EngineMapping mapping;
    private final EngineSettings settings;
    private final EngineCalls calls;

    EngineIndex(String index, String alias, EngineMapping mapping, EngineSettings settings, EngineCalls calls) {
        this.index = index;
        this.alias = alias;
        this.mapping = mapping;
        this.settings = settings;
        this.calls = calls;
    }

    /** Makes sure that the index is as it must be; gives its UUID. */
    String prepare() {
        version();
        JsonNode description = description().orElseGet(this::created);
        List<EngineFault> differences = mapping.differences(description);
        if (!differences.isEmpty()) {
            throw new EngineException(differences.stream()
                    .map(difference -> difference.what() + "; " + difference.remedy())
                    .collect(Collectors.joining(". ")));
        }
        pointAlias();
        return uuid(description);
    }

    /** Of the engine, which is new enough and has the plug-in. */
    String version() {
        JsonNode version = calls.get("/", "say its version").path("version");
        requireVersion(version);
        requirePlugin(calls.get("/_cat/plugins?format=json&h=component", "list its plug-ins"));
        return version.path("number").asText();
    }

    /** Changes nothing; empty if there is no index. */
    Optional<EngineIndexState> look() {
        return description().map(description -> {
            JsonNode health = calls.get("/_cluster/health/" + index, "look at the shards of index " + index);
            List<String> blocks = new ArrayList<>();
            description
                    .path("settings")
                    .path("index")
                    .path("blocks")
                    .properties()
                    .forEach(block -> {
                        if (block.getValue().asBoolean()) {
                            blocks.add(block.getKey());
                        }
                    });
            return new EngineIndexState(
                    index,
                    uuid(description),
                    Instant.ofEpochMilli(description
                            .path("settings")
                            .path("index")
                            .path("creation_date")
                            .asLong()),
                    mapping.differences(description),
                    health.path("status").asText(),
                    health.path("unassigned_shards").asInt()
                            + health.path("initializing_shards").asInt(),
                    blocks);
        });
    }

    /** Another one if the index was deleted and made anew, by whomever. */
    String uuid() {
        return uuid(
                calls.get("/" + index + "/_settings", "describe index " + index).path(index));
    }

    private static String uuid(JsonNode description) {
        return description.path("settings").path("index").path("uuid").asText();
    }

    private static void requireVersion(JsonNode version) {
        String number = version.path("number").asText();
        Matcher parts = VERSION.matcher(number);
        boolean known = version.path("distribution").asText().equals("opensearch") && parts.matches();
        if (!known) {
            throw new EngineException("engine.addresses: what answers is not OpenSearch"
                    + (number.isEmpty() ? "" : " but calls itself version " + number) + ", expected OpenSearch "
                    + MAJOR + "." + MINOR + " or later");
        }
        int major = Integer.parseInt(parts.group(1));
        if (major < MAJOR || (major == MAJOR && Integer.parseInt(parts.group(2)) < MINOR)) {
            throw new EngineException(new EngineFault(
                    "the engine is OpenSearch " + number + ", expected " + MAJOR + "." + MINOR + " or later",
                    "upgrade it"));
        }
    }

    /** Named by its class if it is on the class path of the engine, not in its folder of plug-ins. */
    private static void requirePlugin(JsonNode plugins) {
        boolean there = StreamSupport.stream(plugins.spliterator(), false)
                .map(plugin -> plugin.path("component").asText())
                .anyMatch(name -> name.equals("opensearch-knn") || name.endsWith(".KNNPlugin"));
        if (!there) {
            throw new EngineException(new EngineFault(
                    "the engine has no plug-in opensearch-knn, which searches vectors",
                    "install it on every node (bin/opensearch-plugin install opensearch-knn)"));
        }
    }

    private Optional<JsonNode> description() {
        return calls.find("/" + index, "error", "describe index " + index).map(found -> found.path(index));
    }

    private JsonNode created() {
        calls.create("/" + index, mapping.creation(settings.shards(), settings.replicas()), "make index " + index);
        return calls.get("/" + index, "describe index " + index).path(index);
    }

    /** For people and their tools: the index of the log that there is now. */
    private void pointAlias() {
        JsonNode now = calls.find("/" + alias + "-*/_alias/" + alias, "error", "look for alias " + alias)
                .orElseGet(JsonNodeFactory.instance::objectNode);
        if (now.size() == 1 && now.has(index)) {
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode actions = body.putArray("actions");
        for (Iterator<String> names = now.fieldNames(); names.hasNext(); ) {
            action(actions, "remove", names.next());
        }
        action(actions, "add", index);
        calls.post("/_aliases", body, "point alias " + alias + " to index " + index);
    }

    private void action(ArrayNode actions, String verb, String name) {
        actions.addObject().putObject(verb).put("index", name).put("alias", alias);
    }
}
