package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever is woken by an alert finds what to do, with either way of installing the rules. */
class RunbookTest {
    private static YamlNode rules = new YamlNode("not read", "");

    @BeforeAll
    static void read() throws IOException {
        rules = YamlNode.read(Project.ROOT.resolve("config/prometheus/rules.yml"))
                .get(0);
    }

    @Test
    void everyAlertHasAHeadingInTheRunbookAndPointsToIt() throws IOException {
        String page = Project.read("docs/operating.md");
        List<String> headings = page.substring(page.indexOf("\n## Runbook"))
                .lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();
        List<YamlNode> alerts = rules.at("groups").items().stream()
                .flatMap(group -> group.at("rules").items().stream())
                .filter(rule -> rule.has("alert"))
                .toList();

        assertThat(alerts)
                .hasSizeGreaterThan(10)
                .allSatisfy(alert -> assertThat(
                                alert.at("annotations", "runbook_url").text())
                        .isEqualTo(
                                "docs/operating.md#" + alert.at("alert").text().toLowerCase(Locale.ROOT)));
        assertThat(headings)
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(alert -> alert.at("alert").text()).toList());
    }

    @Test
    void theOperatorGetsTheSameRules(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("rules.yaml");
        Process script = new ProcessBuilder(Project.ROOT
                        .resolve("config/kubernetes/monitoring/rules.sh")
                        .toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(file.toFile())
                .start();
        assertThat(script.waitFor()).isZero();
        assertThat(file).hasSameTextualContentAs(Project.ROOT.resolve("config/kubernetes/monitoring/rules.yaml"));
        YamlNode operators = YamlNode.read(file).get(0);

        assertThat(operators.at("kind").text()).isEqualTo("PrometheusRule");
        assertThat(operators.at("spec", "groups").value())
                .isEqualTo(rules.at("groups").value());
    }
}
