package dev.twinset.worker.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files by which workers are watched: alerts, dashboard, and what the documentation says of them. */
final class WatchFiles {
    static final Path PROMETHEUS = Path.of("../config/prometheus");
    static final Path DASHBOARD = Path.of("../config/grafana/dashboards/twinset.json");

    private static final Pattern IN_DOCS =
            Pattern.compile("`((?:twinset|kafka|jvm|process|system|disk|logback)_[a-z0-9_]*[a-z0-9])(?:\\{[^`]*})?`");
    private static final Pattern STRINGS = Pattern.compile("\"[^\"]*\"");
    private static final Pattern NOT_NAMES =
            Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring|group_left|group_right) *\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?! *\\()");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

    private WatchFiles() {}

    static List<JsonNode> rules() {
        List<JsonNode> rules = new ArrayList<>();
        yaml("rules.yml").get("groups").forEach(group -> group.get("rules").forEach(rules::add));
        return rules;
    }

    static JsonNode yaml(String file) {
        try {
            return new YAMLMapper().readTree(PROMETHEUS.resolve(file).toFile());
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    static JsonNode dashboard() {
        try {
            return new ObjectMapper().readTree(DASHBOARD.toFile());
        } catch (IOException e) {
            throw new AssertionError("the dashboard", e);
        }
    }

    static String docs(String file) {
        try {
            return Files.readString(Path.of("../docs").resolve(file));
        } catch (IOException e) {
            throw new AssertionError(file, e);
        }
    }

    /** The metrics that an expression of Prometheus reads. */
    static Set<String> namesIn(String expression) {
        Set<String> names = new TreeSet<>();
        // strings first: they may hold what looks like the rest
        String bare =
                NOT_NAMES.matcher(STRINGS.matcher(expression).replaceAll("")).replaceAll(" ");
        Matcher found = NAME.matcher(bare);
        while (found.find()) {
            if (!WORDS.contains(found.group())) {
                names.add(found.group());
            }
        }
        return names;
    }

    static Set<String> namesInRules() {
        Set<String> names = new TreeSet<>();
        rules().forEach(rule -> names.addAll(namesIn(rule.get("expr").asText())));
        rules().stream()
                .filter(rule -> rule.has("record"))
                .forEach(rule -> names.remove(rule.get("record").asText()));
        return names;
    }

    static Set<String> namesInDashboard() {
        Set<String> names = new TreeSet<>();
        dashboard().findValuesAsText("expr").forEach(expression -> names.addAll(namesIn(expression)));
        return names;
    }

    static Set<String> namesInDocs() {
        Set<String> names = new TreeSet<>();
        Matcher found = IN_DOCS.matcher(docs("metrics.md"));
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }
}
