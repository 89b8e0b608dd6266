package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Prometheus and Grafana would only find wrong when they are started, or on the night of an alert. */
class WatchFilesTest {
    private static final Set<String> PANELS = Set.of("row", "stat", "timeseries", "heatmap");
    private static final Pattern SHELL_PATH = Pattern.compile(Pattern.quote(File.pathSeparator));

    @Test
    void anExpressionNamesItsMetrics() {
        assertThat(WatchFiles.namesIn("sum by (job, le) (rate(a_bucket{x=\"b{c}\", y=~\"d|e\"}[5m:1m])) > 0.05"
                        + " and on (job) f:g == 1 or (h offset 15m)"))
                .containsExactly("a_bucket", "f:g", "h");
    }

    @Test
    void everyAlertSaysWhatItMeansAndWhatToDo() {
        String operating = WatchFiles.docs("operating.md");
        for (JsonNode alert : alerts()) {
            String name = alert.get("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/operating.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(operating).as("a heading for %s", name).containsPattern("(?m)^#+ " + name + "$");
        }
    }

    @Test
    void everyAlertIsTestedToFireAndToKeepQuiet() {
        List<String> loud = new ArrayList<>();
        List<String> quiet = new ArrayList<>();
        WatchFiles.yaml("rules-test.yml")
                .get("tests")
                .forEach(test -> test.get("alert_rule_test")
                        .forEach(expected -> (expected.has("exp_alerts") ? loud : quiet)
                                .add(expected.get("alertname").asText())));

        for (JsonNode alert : alerts()) {
            assertThat(loud).contains(alert.get("alert").asText());
            assertThat(quiet).contains(alert.get("alert").asText());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check rules rules.yml",
                "test rules rules-test.yml",
                "check config prometheus.yml",
                "check config prometheus-local.yml"
            })
    void prometheusOwnToolAgrees(String arguments) throws Exception {
        assumeThat(promtool()).as("promtool is not on the PATH: not checked").isNotEmpty();
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(WatchFiles.PROMETHEUS.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
    }

    private static List<Path> promtool() {
        return SHELL_PATH
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(directory -> Path.of(directory, "promtool"))
                .filter(Files::isExecutable)
                .toList();
    }

    @Test
    void theDashboardIsOneThatGrafanaReads() throws IOException {
        JsonNode dashboard = WatchFiles.dashboard();
        assertThat(dashboard.get("uid").asText()).isEqualTo("twinset");
        assertThat(dashboard.get("schemaVersion").asInt()).isBetween(36, 42);
        assertThat(dashboard.at("/templating/list").findValuesAsText("name")).contains("datasource", "instance");
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.get("panels")) {
            String title = panel.get("title").asText();
            assertThat(title).isNotBlank();
            assertThat(ids.add(panel.get("id").asInt())).as(title).isTrue();
            assertThat(panel.get("type").asText()).isIn(PANELS);
            if (!panel.get("type").asText().equals("row")) {
                checkQueries(panel, title);
            }
        }
        assertThat(Files.readString(WatchFiles.DASHBOARD)).doesNotContain("\"id\": null", "__inputs");
    }

    private static void checkQueries(JsonNode panel, String title) {
        assertThat(panel.at("/fieldConfig/defaults").isObject()).as(title).isTrue();
        assertThat(panel.get("targets")).as(title).isNotEmpty();
        Set<String> refIds = new HashSet<>();
        for (JsonNode target : panel.get("targets")) {
            assertThat(refIds.add(target.get("refId").asText())).as(title).isTrue();
            assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(target.get("expr").asText()).as(title).contains("instance=~\"$instance\"");
        }
    }

    @Test
    void noPanelCoversAnother() {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : WatchFiles.dashboard().get("panels")) {
            JsonNode place = panel.get("gridPos");
            int left = place.get("x").asInt();
            int right = left + place.get("w").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = left; x < right; x++) {
                for (int y = place.get("y").asInt();
                        y < place.get("y").asInt() + place.get("h").asInt();
                        y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as(panel.get("title").asText())
                            .isTrue();
                }
            }
        }
    }

    private static List<JsonNode> alerts() {
        List<JsonNode> alerts =
                WatchFiles.rules().stream().filter(rule -> rule.has("alert")).toList();
        assertThat(alerts).isNotEmpty();
        return alerts;
    }
}
