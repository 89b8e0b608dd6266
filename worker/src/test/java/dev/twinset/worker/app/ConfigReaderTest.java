package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.worker.kafka.ClientConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
    @Test
    void environmentGoesOverTheFileAndTheCommandLineOverBoth() throws IOException {
        Properties file = properties("batch.linger.ms=1\nbatch.max.records=2\npipeline.depth=3");

        WorkerConfig config = new ConfigReader()
                .file(file, "worker.properties")
                .environment(Map.of(
                        "TWINSET_BATCH_MAX_RECORDS",
                        "20",
                        "TWINSET_PIPELINE_DEPTH",
                        "4",
                        "TWINSET_NO_BUILD",
                        "1",
                        "PATH",
                        "x"))
                .assignments(List.of("pipeline.depth=5"))
                .read();

        assertThat(config.batchLinger()).isEqualTo(Duration.ofMillis(1));
        assertThat(config.batchRecords()).isEqualTo(20);
        assertThat(config.pipelineDepth()).isEqualTo(5);
    }

    @Test
    void everyFaultIsReportedAtOnceAndAnUnknownKeyNamesItsNeighbour() {
        ConfigReader reader = new ConfigReader()
                .environment(Map.of("TWINSET_BATCH_LINGR_MS", "5"))
                .assignments(List.of("batch.max.records=0", "pipline.depth=2", "fence.timeout.ms=soon", "nonsense"));

        assertThatThrownBy(reader::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "5 faults",
                        "TWINSET_BATCH_LINGR_MS: unknown setting, did you mean TWINSET_BATCH_LINGER_MS?",
                        "batch.max.records (--set): is \"0\", expected 1 to 4096",
                        "pipline.depth (--set): unknown setting, did you mean pipeline.depth?",
                        "fence.timeout.ms (--set): is \"soon\", expected a whole number, 1 to 60000",
                        "--set nonsense: expected key=value");
    }

    @Test
    void metricsAreServedNearTheDefaultPortExactlyAtAGivenOneOrNowhere() {
        assertThat(new ConfigReader().read().http()).hasValue(new HttpConfig("127.0.0.1", 9464, true));
        assertThat(new ConfigReader()
                        .assignments(List.of("http.port=9464"))
                        .read()
                        .http())
                .hasValue(new HttpConfig("127.0.0.1", 9464, false));
        assertThat(new ConfigReader()
                        .environment(Map.of("TWINSET_HTTP_PORT", "0", "TWINSET_HTTP_HOST", "::"))
                        .read()
                        .http())
                .hasValue(new HttpConfig("::", 0, false));
        assertThat(new ConfigReader()
                        .assignments(List.of("http.port=off"))
                        .read()
                        .http())
                .isEmpty();
    }

    @Test
    void aPortOrALogFormatThatCannotBeIsAFault() {
        for (String port : List.of("65536", "-1", "http", "", "09464")) {
            ConfigReader reader = new ConfigReader().assignments(List.of("http.port=" + port));
            assertThatThrownBy(reader::read).hasMessageContaining("expected 0 to 65535, or off");
        }
        assertThatThrownBy(() -> new ConfigReader()
                        .assignments(List.of("log.format=xml"))
                        .read())
                .hasMessageContaining("log.format (--set): is \"xml\", expected text or json");
        assertThat(new ConfigReader()
                        .assignments(List.of("log.format=json"))
                        .read()
                        .logFormat())
                .isEqualTo(LogFormat.JSON);
    }

    @Test
    void anyClientSettingPassesThrough() {
        WorkerConfig config = new ConfigReader()
                .environment(Map.of("TWINSET_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"))
                .assignments(List.of("kafka.security.protocol=SASL_SSL"))
                .read();

        assertThat(config.kafka())
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void secretsComeFromFilesAndAreNeverShown(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("password"), "canary\n");
        WorkerConfig config = new ConfigReader()
                .environment(Map.of("TWINSET_KAFKA_SASL_PASSWORD_FILE", secret.toString(), "TWINSET_LOG_KAFKA", "INFO"))
                .file(properties("kafka.ssl.key.password=canary"), "worker.properties")
                .assignments(List.of("kafka.sasl.mechanism=PLAIN", "kafka.sasl.username=worker"))
                .read();

        assertThat(config.kafka().get("sasl.jaas.config")).contains("username=\"worker\" password=\"canary\"");
        assertThat(config + " " + config.clients("m1")).contains("m1").doesNotContain("canary");
    }

    @Test
    void aSecretOnTheCommandLineIsRefusedWithoutShowingIt() {
        ConfigReader reader = new ConfigReader()
                .assignments(List.of(
                        "kafka.ssl.key.password=canary",
                        "kafka.sasl.password: canary",
                        "kafka.sasl.password.file=/no"));

        assertThatThrownBy(reader::read)
                .hasMessageContainingAll(
                        "3 faults",
                        "kafka.ssl.key.password (--set): a secret on the command line",
                        "kafka.ssl.key.password.file=FILE",
                        "--set kafka.sasl.password...: expected key=value",
                        "kafka.sasl.password.file: there is no file /no")
                .message()
                .doesNotContain("canary");
    }

    @Test
    void whatExactlyOnceRestsOnCannotBeSet() {
        for (String reserved : ClientConfig.RESERVED) {
            ConfigReader reader = new ConfigReader().assignments(List.of("kafka." + reserved + "=x"));

            assertThatThrownBy(reader::read).hasMessageContaining("kafka." + reserved + " (--set): cannot be set");
        }
    }

    @Test
    void theConfigurationFileShowsEveryKeyWithItsDefault() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../config/worker.properties"));
        List<String> host = List.of("worker.id", "extract.threads"); // their defaults are the machine's

        for (ConfigKey key : ConfigKeys.all()) {
            String standard = host.contains(key.name()) ? "" : key.standard();
            assertThat(lines).contains("#" + key.name() + "=" + standard);
        }
        long shown = lines.stream().filter(line -> line.matches("#[a-z.]+=.*")).count();
        assertThat(shown).isEqualTo(ConfigKeys.all().size());
    }

    private static Properties properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }
}
