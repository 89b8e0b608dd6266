package dev.twinset.worker.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.contract.topic.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process can have: an environment and options of the JVM. */
@Timeout(120)
class DoctorProcessIT {
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djdk.serialFilter=!*",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=4g",
            "-Dsun.jnu.encoding=UTF-8",
            "-Dorg.eclipse.deeplearning4j.helpers.disable=false");

    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void wrongVariablesSlowKernelsAndASmallHeapAreNamed() throws Exception {
        Map<String, String> environment = Map.of(
                "OMP_NUM_THREADS",
                "8",
                "OPENBLAS_CORETYPE",
                "PRESCOTT",
                "OPENCV_IO_MAX_IMAGE_PIXELS",
                "50000000",
                "ONEDNN_MAX_CPU_ISA",
                "SSE41"); // as on a processor without AVX2, where OpenBLAS searches
        JsonNode report = run(environment, "-Xmx128m");

        assertThat(problem(report, "environment")).contains("OMP_NUM_THREADS is 8, expected 1");
        assertThat(problem(report, "kernels")).contains("OpenBLAS runs its kernels for PRESCOTT (SSE) on a processor");
        assertThat(problem(report, "memory")).contains("the heap has 12", "272 MiB may be needed");
        assertThat(state(report, "java")).isEqualTo("ok");
        assertThat(state(report, "model")).isEqualTo("ok");
    }

    @Test
    void anEmptyCommandLineForgetsWhatTheLauncherSays() throws Exception {
        Process process = start(List.of("-Xmx512m"), Map.of());
        JsonNode report = report(process);
        assertThat(at(report, "java").path("problems"))
                .extracting(problem -> problem.path("what").asText())
                .anyMatch(what -> what.contains("would hang instead of exiting"))
                .anyMatch(what -> what.contains("Java objects may be read"));
        assertThat(problem(report, "environment")).contains("OMP_NUM_THREADS is not set");
        assertThat(process.exitValue()).isEqualTo(1); // nobody listens at port 1
    }

    private JsonNode run(Map<String, String> environment, String... more) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(Arrays.asList(more));
        return report(start(options, environment));
    }

    private Process start(List<String> options, Map<String, String> environment) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path"), DoctorMain.class.getName(), "--json", "--timeout", "60"));
        command.addAll(new DoctorRun("127.0.0.1:1", Topics.DEFAULT, directory).arguments());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        List.of("OMP_NUM_THREADS", "OPENBLAS_CORETYPE").forEach(builder.environment()::remove);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static JsonNode report(Process process) throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        String json =
                said.lines().filter(line -> line.startsWith("{")).findFirst().orElse(said);
        return new ObjectMapper().readTree(json);
    }

    private static JsonNode at(JsonNode report, String check) {
        for (JsonNode one : report.path("checks")) {
            if (one.path("check").asText().equals(check)) {
                return one;
            }
        }
        throw new AssertionError("no " + check + " in " + report);
    }

    private static String state(JsonNode report, String check) {
        return at(report, check).path("state").asText();
    }

    private static String problem(JsonNode report, String check) {
        return at(report, check).at("/problems/0/what").asText();
    }
}
