package dev.twinset.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That the manifests in config/kubernetes fit together, and fit the program. */
class KubernetesFilesTest {
    private static final Path FILES = Project.ROOT.resolve("config/kubernetes");
    private static final Pattern IN_SECRETS = Pattern.compile("/etc/twinset/secret/([a-z.]+)");

    private static final List<YamlNode> documents = new ArrayList<>();

    @BeforeAll
    static void readAll() throws IOException {
        try (Stream<Path> files = Files.walk(FILES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                documents.addAll(YamlNode.read(file));
            }
        }
    }

    @Test
    void everyKindIsThereAndSaysWhatItIs() {
        assertThat(documents)
                .allSatisfy(document -> assertThat(document.keys()).contains("apiVersion", "kind"))
                .extracting(document -> document.at("kind").text())
                .contains(
                        "StatefulSet",
                        "Deployment",
                        "Job",
                        "Service",
                        "PodDisruptionBudget",
                        "NetworkPolicy",
                        "ScaledObject",
                        "PodMonitor",
                        "KafkaUser");
    }

    @Test
    void everyManifestIsPartOfAKustomizationOrAnExample() throws IOException {
        Set<String> named = documents.stream()
                .flatMap(document -> document.list("resources").stream())
                .map(YamlNode::text)
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(FILES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> FILES.relativize(file).toString().replace('\\', '/')))
                    .allMatch(file -> file.endsWith("kustomization.yaml")
                            || named.contains(file.substring(file.lastIndexOf('/') + 1))
                            || Set.of(
                                            "secrets.example.yaml",
                                            "strimzi/users.yaml",
                                            "worker.env",
                                            "engine/engine.env",
                                            "validate.mjs",
                                            "monitoring/rules.sh")
                                    .contains(file));
        }
    }

    @Test
    void everySelectorFindsPods() {
        List<Object> labels = workloads()
                .map(w -> w.at("spec", "template", "metadata", "labels").value())
                .toList();
        workloads()
                .filter(workload -> !workload.at("kind").text().equals("Job"))
                .forEach(workload -> assertThat(
                                workload.at("spec", "selector", "matchLabels").value())
                        .isEqualTo(workload.at("spec", "template", "metadata", "labels")
                                .value()));
        selectors()
                .forEach(selector -> assertThat(labels)
                        .as(selector.way())
                        .anyMatch(pod ->
                                ((Map<?, ?>) pod).entrySet().containsAll(((Map<?, ?>) selector.value()).entrySet())));
    }

    @Test
    void everyPortIsOneThatAPodOpens() {
        Set<String> names = ports(port -> port.at("name").text());
        Set<String> numbers = ports(port -> port.at("containerPort").text());
        of("Service")
                .flatMap(service -> service.at("spec").list("ports").stream())
                .forEach(
                        port -> assertThat(names).contains(port.at("targetPort").text()));
        of("PodMonitor")
                .flatMap(monitor -> monitor.at("spec").list("podMetricsEndpoints").stream())
                .forEach(endpoint ->
                        assertThat(names).contains(endpoint.at("port").text()));
        of("NetworkPolicy")
                .flatMap(policy -> policy.at("spec").list("ingress").stream())
                .flatMap(rule -> rule.list("ports").stream())
                .forEach(port -> assertThat(numbers).contains(port.at("port").text()));
        containers()
                .filter(container -> container.has("ports"))
                .forEach(container -> assertThat(List.of("readinessProbe", "livenessProbe"))
                        .allSatisfy(probe -> assertThat(
                                        container.at(probe, "httpGet", "port").text())
                                .isEqualTo("http")));
    }

    @Test
    void everyPodKeepsToTheRestrictedStandard() throws IOException {
        String user = Project.read("config/docker/Dockerfile").replaceAll("(?s).*\nUSER ([0-9]+):.*", "$1");
        workloads().map(workload -> workload.at("spec", "template", "spec")).forEach(pod -> {
            assertThat(pod.at("securityContext", "runAsNonRoot").isTrue()).isTrue();
            assertThat(pod.at("securityContext", "runAsUser").text()).isEqualTo(user);
            assertThat(pod.at("securityContext", "seccompProfile", "type").text())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.at("automountServiceAccountToken").isTrue()).isFalse();
            assertThat(pod.at("enableServiceLinks").isTrue())
                    .as("a Service would become an unknown TWINSET_... setting")
                    .isFalse();
        });
        containers().forEach(container -> {
            YamlNode security = container.at("securityContext");
            assertThat(security.at("allowPrivilegeEscalation").isTrue()).isFalse();
            assertThat(security.at("readOnlyRootFilesystem").isTrue()).isTrue();
            assertThat(security.at("capabilities", "drop").texts()).containsExactly("ALL");
            assertThat(container.at("resources", "limits").keys()).contains("memory");
            assertThat(container.at("resources", "requests").keys()).contains("cpu", "memory");
        });
    }

    @Test
    void everyCommandIsUnderstoodAndEverySettingIsOne() throws IOException {
        containers()
                .forEach(container -> Project.assertUnderstands(
                        container.way(), container.at("args").texts()));
        Properties settings = new Properties();
        settings.load(new StringReader(Files.readString(FILES.resolve("worker.env"))));
        Set<String> variables = settings.stringPropertyNames();
        assertThat(variables).isNotEmpty();
        for (String variable : variables) {
            Project.assertIsSetting("worker.env", variable);
        }
        for (YamlNode container : containers().toList()) {
            for (YamlNode variable : container.list("env")) {
                Project.assertIsSetting(container.way(), variable.at("name").text());
                if (variable.at("valueFrom").has("configMapKeyRef")) {
                    assertThat(variables)
                            .contains(variable.at("valueFrom", "configMapKeyRef", "key")
                                    .text());
                }
            }
        }
    }

    @Test
    void everyFileThatACommandReadsIsInItsSecret() {
        Map<String, YamlNode> secrets = of("Secret")
                .collect(
                        Collectors.toMap(secret -> secret.at("metadata", "name").text(), Function.identity()));
        workloads().forEach(workload -> {
            YamlNode pod = workload.at("spec", "template", "spec");
            String secret = pod.list("volumes").stream()
                    .filter(volume -> volume.has("secret"))
                    .map(volume -> volume.at("secret", "secretName").text())
                    .findFirst()
                    .orElseThrow();
            List<String> given =
                    requireNonNull(secrets.get(secret), secret).at("stringData").keys();
            String read = pod.at("containers").items().get(0).at("args").text()
                    + requireNonNull(secrets.get(secret), secret)
                            .at("stringData")
                            .text();
            assertThat(IN_SECRETS.matcher(read).results().map(match -> match.group(1)))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(given).contains(file));
        });
    }

    /** By a patch of the worker's pod, which has a secret of its own for it. */
    @Test
    void theEnginesSettingsAreSettingsAndItsFilesAreInItsSecret() throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(Files.readString(FILES.resolve("engine/engine.env"))));
        assertThat(settings).isNotEmpty();
        for (String variable : settings.stringPropertyNames()) {
            Project.assertIsSetting("engine.env", variable);
        }
        String patch = of("Component")
                .filter(component -> component.list("resources").stream()
                        .anyMatch(resource -> resource.text().equals("opensearch.yaml")))
                .findFirst()
                .orElseThrow()
                .text();
        assertThat(patch).contains("mountPath: /etc/twinset/engine", "secretName: twinset-engine");
        List<String> given = of("Secret")
                .filter(secret -> secret.at("metadata", "name").text().equals("twinset-engine"))
                .flatMap(secret -> secret.at("stringData").keys().stream())
                .toList();
        assertThat(settings.values().stream()
                        .map(String::valueOf)
                        .filter(value -> value.startsWith("/etc/twinset/engine/"))
                        .map(value -> value.substring("/etc/twinset/engine/".length())))
                .containsExactlyInAnyOrderElementsOf(given);
    }

    @Test
    void theAutoscalerWatchesTheGroupOfTheBuiltInModel() throws IOException {
        String group = "twinset." + ModelBundle.standard().modelId();
        YamlNode scaled = of("ScaledObject").findFirst().orElseThrow().at("spec");

        assertThat(scaled.at("triggers").items())
                .allSatisfy(trigger -> assertThat(
                                trigger.at("metadata", "consumerGroup").text())
                        .isEqualTo(group))
                .extracting(trigger -> trigger.at("metadata", "topic").text())
                .containsExactly(Topics.DEFAULT.images(), Topics.DEFAULT.queries());
        assertThat(of("StatefulSet").map(set -> set.at("metadata", "name").text()))
                .contains(scaled.at("scaleTargetRef", "name").text());
        assertThat(Files.readString(FILES.resolve("worker.env"))).contains("TWINSET_GROUP_PREFIX=twinset\n");
    }

    @Test
    void theRightsNameTheTopicsThatThereAre() {
        Topics topics = Topics.DEFAULT;
        assertThat(of("KafkaUser")
                        .flatMap(user -> user.at("spec", "authorization", "acls").items().stream())
                        .map(rule -> rule.at("resource"))
                        .filter(resource -> resource.at("type").text().equals("topic"))
                        .map(resource -> resource.at("name").text())
                        .distinct())
                .containsExactlyInAnyOrder(
                        topics.images(),
                        topics.queries(),
                        topics.attributes(),
                        topics.models(),
                        topics.recommendations(),
                        topics.rejected(),
                        topics.featuresPrefix() + ".",
                        "catalog.");
    }

    private static Stream<YamlNode> selectors() {
        return Stream.of(
                        of("Service").map(service -> service.at("spec", "selector")),
                        of("PodDisruptionBudget").map(budget -> budget.at("spec", "selector", "matchLabels")),
                        of("PodMonitor").map(monitor -> monitor.at("spec", "selector", "matchLabels")),
                        of("NetworkPolicy")
                                .map(policy -> policy.at("spec", "podSelector"))
                                .filter(selector -> selector.has("matchLabels"))
                                .map(selector -> selector.at("matchLabels")),
                        workloads()
                                .flatMap(w ->
                                        w.at("spec", "template", "spec").list("topologySpreadConstraints").stream())
                                .map(constraint -> constraint.at("labelSelector", "matchLabels")))
                .flatMap(Function.identity());
    }

    private static Stream<YamlNode> of(String kind) {
        return documents.stream().filter(document -> document.at("kind").text().equals(kind));
    }

    private static Stream<YamlNode> workloads() {
        return Stream.of("StatefulSet", "Deployment", "Job").flatMap(KubernetesFilesTest::of);
    }

    private static Stream<YamlNode> containers() {
        return workloads().flatMap(w -> w.at("spec", "template", "spec", "containers").items().stream());
    }

    private static Set<String> ports(Function<YamlNode, String> what) {
        return containers()
                .flatMap(container -> container.list("ports").stream())
                .map(what)
                .collect(Collectors.toSet());
    }
}
