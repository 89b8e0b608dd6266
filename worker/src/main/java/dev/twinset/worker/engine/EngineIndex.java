package dev.twinset.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        requireVersion(calls.get("/", "say its version").path("version"));
        requirePlugin(calls.get("/_cat/plugins?format=json&h=component", "list its plug-ins"));
        JsonNode description = createdDescription();
        List<String> differences = mapping.differences(description);
        if (!differences.isEmpty()) {
            throw new EngineException(String.join(". ", differences));
        }
        pointAlias();
        return uuid(description);
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
            throw new EngineException("the engine is OpenSearch " + number + ", expected " + MAJOR + "." + MINOR
                    + " or later: upgrade it");
        }
    }

    /** Named by its class if it is on the class path of the engine, not in its folder of plug-ins. */
    private static void requirePlugin(JsonNode plugins) {
        boolean there = StreamSupport.stream(plugins.spliterator(), false)
                .map(plugin -> plugin.path("component").asText())
                .anyMatch(name -> name.equals("opensearch-knn") || name.endsWith(".KNNPlugin"));
        if (!there) {
            throw new EngineException("the engine has no plug-in opensearch-knn, which searches vectors: install it on"
                    + " every node (bin/opensearch-plugin install opensearch-knn)");
        }
    }

    private JsonNode createdDescription() {
        String what = "describe index " + index;
        return calls.find("/" + index, "error", what)
                .orElseGet(() -> {
                    calls.create(
                            "/" + index,
                            mapping.creation(settings.shards(), settings.replicas()),
                            "make index " + index);
                    return calls.get("/" + index, what);
                })
                .path(index);
    }

    /** For people and their tools: the index of the log that there is now. */
    private void pointAlias() {
        JsonNode now = calls.find("/_alias/" + alias, "error", "look for alias " + alias)
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
