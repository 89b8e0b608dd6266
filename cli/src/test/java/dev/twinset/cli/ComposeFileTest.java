package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docker-compose.yml promises of every service, and of the workers among them. */
class ComposeFileTest {
    private static final Set<String> ROOT_IS_WRITTEN = Set.of("kafka", "engine");

    private static YamlNode file = new YamlNode("not read", "");

    @BeforeAll
    static void read() throws IOException {
        file = YamlNode.read(Project.ROOT.resolve("docker-compose.yml")).get(0);
    }

    static Stream<String> services() throws IOException {
        read();
        return file.at("services").keys().stream();
    }

    @Test
    void everythingThatIssueAndReadmeNameIsThere() {
        assertThat(file.at("services").keys())
                .contains("kafka", "topics", "worker", "gallery", "prometheus", "grafana");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceIsWatchedLimitedAndWithoutRights(String name) {
        YamlNode service = service(name);

        assertThat(service.at("cap_drop").texts()).containsExactly("ALL");
        assertThat(service.at("security_opt").texts()).contains("no-new-privileges:true");
        assertThat(service.has("privileged") || service.has("cap_add")).isFalse();
        assertThat(service.at("read_only").isTrue()).isEqualTo(!ROOT_IS_WRITTEN.contains(name));
        assertThat(Double.parseDouble(service.at("cpus").text())).isPositive();
        assertThat(service.at("mem_limit").text()).matches("[0-9]+m");
        assertThat(service.at("pids_limit").number()).isPositive();
        assertThat(service.at("logging", "options").keys()).contains("max-size", "max-file");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aServiceStaysUpAndSaysItsHealthAndAJobRunsOnce(String name) {
        YamlNode service = service(name);
        YamlNode health = service.at("healthcheck");

        if (service.at("restart").text().equals("on-failure")) {
            assertThat(health.at("disable").isTrue()).isTrue();
        } else {
            assertThat(service.at("restart").text()).isEqualTo("unless-stopped");
            assertThat(health.at("test").texts()).startsWith("CMD").hasSizeGreaterThan(1);
            assertThat(health.keys()).contains("interval", "timeout", "retries", "start_period");
            assertThat(service.at("stop_grace_period").text()).matches("[1-9][0-9]s");
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void onlyThisMachineReachesAServiceAndNoSecretIsWrittenDown(String name) {
        YamlNode service = service(name);

        assertThat(service.list("ports"))
                .allSatisfy(port -> assertThat(port.text()).startsWith("127.0.0.1:"));
        if (service.has("environment")) {
            assertThat(service.at("environment").keys())
                    .noneMatch(key -> key.matches(".*(PASSWORD|SECRET|TOKEN|JAAS).*") && !key.endsWith("__FILE"));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatAServiceNamesIsThere(String name) {
        YamlNode service = service(name);
        for (YamlNode volume : service.list("volumes")) {
            String source = volume.text().substring(0, volume.text().indexOf(':'));
            if (source.startsWith("./")) {
                assertThat(volume.text()).endsWith(":ro");
            } else {
                assertThat(file.at("volumes").keys()).contains(source);
            }
        }
        if (service.has("depends_on")) {
            for (String other : service.at("depends_on").keys()) {
                boolean job = service(other).at("restart").text().equals("on-failure");
                assertThat(service.at("depends_on", other, "condition").text())
                        .isEqualTo(job ? "service_completed_successfully" : "service_healthy");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatRunsTwinsetIsUnderstoodByIt(String name) throws IOException {
        YamlNode service = service(name);
        if (!service.at("image").text().contains("twinset")) {
            assertThat(service.at("image").text()).as("a version").matches(".+:\\$\\{[A-Z_]+:-v?[0-9.]+}");
            return;
        }
        assertThat(Files.exists(
                        Project.ROOT.resolve(service.at("build", "dockerfile").text())))
                .isTrue();
        if (!service.has("entrypoint")) {
            Project.assertUnderstands(name, service.at("command").texts());
        }
        if (service.has("environment")) {
            for (String variable : service.at("environment").keys()) {
                Project.assertIsSetting(name, variable);
            }
        }
    }

    @Test
    void workersCanBeScaledForNothingOfThemIsNamedOnce() {
        YamlNode worker = service("worker");

        assertThat(worker.has("container_name") || worker.has("ports") || worker.has("hostname"))
                .isFalse();
        assertThat(worker.at("scale").number()).isEqualTo(2);
        assertThat(worker.at("environment", "TWINSET_WORKER_SLOTS").number()).isGreaterThanOrEqualTo(12);
        assertThat(worker.at("environment").keys())
                .as("a name that a restart keeps")
                .contains("TWINSET_WORKER_ID");
        assertThat(worker.at("volumes").texts()).containsExactly("worker-data:/data");
    }

    @Test
    void openSearchIsOnlyStartedForThoseWhoAskForItAndTheWorkersFindIt() {
        assertThat(service("engine").at("profiles").texts()).containsExactly("engine");
        YamlNode worker = service("worker").at("environment");
        assertThat(worker.at("TWINSET_SEARCH_ENGINE").text()).isEqualTo("${TWINSET_SEARCH_ENGINE:-local}");
        assertThat(worker.at("TWINSET_ENGINE_ADDRESSES").text()).isEqualTo("http://engine:9200");
    }

    @Test
    void everyVolumeIsUsed() {
        List<String> used = new ArrayList<>();
        for (String name : file.at("services").keys()) {
            service(name).list("volumes").forEach(volume -> used.add(volume.text()));
        }
        assertThat(file.at("volumes").keys())
                .allSatisfy(volume -> assertThat(used).anyMatch(entry -> entry.startsWith(volume + ":")));
    }

    private static YamlNode service(String name) {
        return file.at("services", name);
    }
}
