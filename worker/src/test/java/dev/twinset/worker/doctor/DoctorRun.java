package dev.twinset.worker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.broker.Stores;
import dev.twinset.contract.topic.Topics;
import dev.twinset.worker.app.ConfigOptions;
import dev.twinset.worker.preflight.finding.Finding;
import dev.twinset.worker.preflight.finding.State;
import dev.twinset.worker.preflight.machine.RuntimeEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine;

/** A run of the doctor with the settings of a worker. */
final class DoctorRun {
    /** The command's own is shorter; a machine that builds may be slow. */
    private static final Duration LIMIT = Duration.ofSeconds(32);

    private final Map<String, String> settings = new LinkedHashMap<>();

    DoctorRun(String bootstrap, Topics topics, Path data) {
        set("worker.id", "w1");
        set("http.port", "0");
        set("data.dir", data.toString());
        set("group.prefix", topics.images());
        set("kafka.bootstrap.servers", bootstrap);
        set("topics.images", topics.images());
        set("topics.queries", topics.queries());
        set("topics.attributes", topics.attributes());
        set("topics.models", topics.models());
        set("topics.features.prefix", topics.featuresPrefix());
        set("topics.recommendations", topics.recommendations());
        set("topics.rejected", topics.rejected());
    }

    DoctorRun set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    DoctorRun tls(Path trustStore) {
        return set("kafka.security.protocol", "SSL")
                .set("kafka.ssl.truststore.location", trustStore.toString())
                .set("kafka.ssl.truststore.password", Stores.PASSWORD);
    }

    DoctorRun login(String user, String password) {
        return set("kafka.security.protocol", "SASL_PLAINTEXT")
                .set("kafka.sasl.mechanism", "PLAIN")
                .set(
                        "kafka.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user
                                + "\" password=\"" + password + "\";");
    }

    /** {@code --set} for each, but for secrets: those stand in a file. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        Properties secrets = new Properties();
        settings.forEach((key, value) -> {
            if (key.endsWith("password") || key.endsWith("jaas.config")) {
                secrets.setProperty(key, value);
            } else {
                arguments.addAll(List.of("--set", key + "=" + value));
            }
        });
        if (!secrets.isEmpty()) {
            arguments.addAll(List.of("--config", write(secrets).toString()));
        }
        return arguments;
    }

    private static Path write(Properties secrets) {
        try {
            Path file = Files.createTempFile("doctor", ".properties");
            file.toFile().deleteOnExit();
            try (OutputStream out = Files.newOutputStream(file)) {
                secrets.store(out, null);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigOptions options() {
        ConfigOptions options = new ConfigOptions();
        new CommandLine(options).parseArgs(arguments().toArray(String[]::new));
        return options;
    }

    DoctorReport report() {
        return new Doctor(likeTheLauncher(), Clock.systemUTC(), LIMIT)
                .examine(() -> options().read(Map.of()));
    }

    /** What the launcher gives a worker; the machine is the real one. */
    static RuntimeEnvironment likeTheLauncher() {
        RuntimeEnvironment real = RuntimeEnvironment.real();
        Map<String, String> properties = new LinkedHashMap<>(real.properties());
        properties.put("jdk.serialFilter", "!*");
        properties.put("sun.jnu.encoding", "UTF-8");
        properties.put("org.bytedeco.javacpp.maxphysicalbytes", "4g");
        return new RuntimeEnvironment(
                Map.of("OMP_NUM_THREADS", "1", "OPENCV_IO_MAX_IMAGE_PIXELS", "50000000"),
                properties,
                real.javaVersion(),
                List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                512 << 20,
                Math.max(real.memory(), 2L << 30),
                real.cores());
    }

    static Finding finding(DoctorReport report, String check) {
        return report.findings().stream()
                .filter(finding -> finding.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    /**
     * One check complains of one thing, in these words; every other is content, or could not look because of it.
     *
     * @param unseen the checks that cannot look
     */
    static void assertOnly(DoctorReport report, String check, State state, String sentence, List<String> unseen) {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (Finding finding : report.findings()) {
            State wanted = finding.check().equals(check)
                    ? state
                    : unseen.contains(finding.check()) ? unseen(finding) : State.OK;
            expected.add(finding.check() + " " + wanted);
            actual.add(finding.check() + " " + tolerated(finding));
        }
        assertThat(actual).as(report.text()).isEqualTo(expected);
        assertThat(finding(report, check).problems())
                .as(report.text())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.what()).contains(sentence);
                    assertThat(problem.remedy()).isNotBlank();
                });
        assertThat(report.exitCode()).isEqualTo(state == State.FAIL ? 1 : 0);
        assertThat(Optional.of(report.json()))
                .hasValueSatisfying(json -> assertThat(json).doesNotContain(ManyListeners.SECRET, Stores.PASSWORD));
    }

    /** Without TLS there is nothing to look at, and a worker needs no right to see the controller's clock. */
    private static State unseen(Finding finding) {
        boolean needless =
                finding.found().startsWith("not asked for") || finding.found().contains("a worker does not need to");
        return needless ? State.SKIPPED : State.UNKNOWN;
    }

    /** Not every machine that runs tests is one where OpenBLAS knows the processor: the launcher sees to that. */
    private static State tolerated(Finding finding) {
        boolean slower = finding.check().equals("kernels") && finding.state() == State.WARN;
        return slower ? State.OK : finding.state();
    }
}
