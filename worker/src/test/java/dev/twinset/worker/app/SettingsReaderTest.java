package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.topic.Topics;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.worker.kafka.ClientConfig;
import dev.twinset.worker.reference.ReferenceSettings;
import dev.twinset.worker.reference.S3Settings;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SettingsReaderTest {
    @Test
    void environmentGoesOverTheFileAndTheCommandLineOverBoth() throws IOException {
        Properties file = properties("batch.linger.ms=1\nbatch.max.records=2\npipeline.depth=3");

        WorkerConfig config = new SettingsReader()
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
        SettingsReader reader = new SettingsReader()
                .environment(Map.of("TWINSET_BATCH_LINGR_MS", "5"))
                .assignments(List.of("batch.max.records=0", "pipline.depth=2", "fence.timeout.ms=soon", "nonsense"));

        assertThatThrownBy(reader::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "5 faults",
                        "TWINSET_BATCH_LINGR_MS: unknown setting, did you mean TWINSET_BATCH_LINGER_MS?",
                        "batch.max.records (--set): is \"0\", expected a whole number, 1 to 4096",
                        "pipline.depth (--set): unknown setting, did you mean pipeline.depth?",
                        "fence.timeout.ms (--set): is \"soon\", expected a whole number, 1 to 60000",
                        "--set nonsense: expected key=value");
    }

    @Test
    void aFaultIsReportedAlsoWhereALaterSourceOverridesIt() throws IOException {
        SettingsReader reader = new SettingsReader()
                .file(properties("pipeline.depth=17"), "worker.properties")
                .assignments(List.of("pipeline.depth=4", "batch.linger.ms=x", "batch.linger.ms=4"));

        assertThatThrownBy(reader::read)
                .hasMessageContainingAll(
                        "2 faults",
                        "pipeline.depth (worker.properties): is \"17\", expected a whole number, 1 to 16",
                        "batch.linger.ms (--set): is \"x\", expected a whole number, 0 to 1000");
    }

    @Test
    void everySettingHasADefaultThatItsOwnRangeAllowsAndIsReadByTheWorker() {
        WorkerConfig config = new SettingsReader()
                .assignments(List.of("worker.id=w", "extract.threads=3", "model=m.zip", "image.max.pixels=9"))
                .read();

        assertThat(config.workerId()).isEqualTo("w");
        assertThat(config.slots()).isZero();
        assertThat(config.dataDir()).isEqualTo(Path.of("data"));
        assertThat(config.model()).isEqualTo("m.zip");
        assertThat(config.groupPrefix()).isEqualTo("twinset");
        assertThat(config.topics()).isEqualTo(Topics.DEFAULT);
        assertThat(config.extractThreads()).isEqualTo(3);
        assertThat(config.imageLimits().maxPixels()).isEqualTo(9);
        assertThat(config.imageLimits().maxProgressivePixels()).isEqualTo(4);
        assertThat(config.batchRecords()).isEqualTo(256);
        assertThat(config.batchLinger()).isZero();
        assertThat(config.pipelineDepth()).isEqualTo(3);
        assertThat(config.fenceTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.syncInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(new SettingsReader().read().model()).isEqualTo(ModelBundle.DEFAULT);
    }

    @Test
    void aSlotChangesOnlyTheNameAndTheDirectoryOfAWorker() {
        List<String> given = List.of("worker.id=w", "worker.slots=4", "pipeline.depth=5", "kafka.client.rack=r");
        WorkerConfig config = new SettingsReader().assignments(given).read().inSlot(2);

        assertThat(config.workerId()).isEqualTo("w-2");
        assertThat(config.dataDir()).isEqualTo(Path.of("data", "slot-2"));
        assertThat(config.slots()).isZero();
        assertThat(config.pipelineDepth()).isEqualTo(5);
        assertThat(config.kafka()).containsEntry("client.rack", "r");
    }

    @Test
    void metricsAreServedNearTheDefaultPortExactlyAtAGivenOneOrNowhere() {
        assertThat(new SettingsReader().read().http()).hasValue(new HttpConfig("127.0.0.1", 9464, true));
        assertThat(new SettingsReader()
                        .assignments(List.of("http.port=9464"))
                        .read()
                        .http())
                .hasValue(new HttpConfig("127.0.0.1", 9464, false));
        assertThat(new SettingsReader()
                        .environment(Map.of("TWINSET_HTTP_PORT", "0", "TWINSET_HTTP_HOST", "::"))
                        .read()
                        .http())
                .hasValue(new HttpConfig("::", 0, false));
        assertThat(new SettingsReader()
                        .assignments(List.of("http.port=off"))
                        .read()
                        .http())
                .isEmpty();
    }

    @Test
    void aPortOrALogFormatThatCannotBeIsAFault() {
        for (String port : List.of("65536", "-1", "http", "", "09464")) {
            SettingsReader reader = new SettingsReader().assignments(List.of("http.port=" + port));
            assertThatThrownBy(reader::read).hasMessageContaining("expected 0 to 65535, or off");
        }
        assertThatThrownBy(() -> new SettingsReader()
                        .assignments(List.of("log.format=xml"))
                        .read())
                .hasMessageContaining("log.format (--set): is \"xml\", expected text or json");
        assertThat(new SettingsReader()
                        .assignments(List.of("log.format=json"))
                        .read()
                        .logFormat())
                .isEqualTo(LogFormat.JSON);
    }

    @Test
    void whatIsNoPathIsNoDirectoryAndNoModel() {
        SettingsReader reader = new SettingsReader().assignments(List.of("data.dir=a\0b", "model=a\0b"));

        assertThatThrownBy(reader::read)
                .hasMessageContainingAll("2 faults", "expected a directory", "expected accurate, fast, or a file");
    }

    @Test
    void aBackslashThatNoFileOfSettingsCanHoldIsExplainedWithTheFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("worker.properties"), "data.dir=C:\\users\\twinset\n");
        ConfigOptions options = new ConfigOptions();
        new CommandLine(options).parseArgs("--config", file.toString());

        assertThatThrownBy(() -> options.read(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "Write \\\\ there for a backslash");
    }

    @Test
    void anyClientSettingPassesThrough() {
        WorkerConfig config = new SettingsReader()
                .environment(Map.of("TWINSET_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"))
                .assignments(List.of("kafka.security.protocol=SASL_SSL"))
                .read();

        assertThat(config.kafka())
                .containsEntry("sasl.mechanism", "SCRAM-SHA-512")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void theAddressOfTheOtherCommandsCountsWhereNoSettingSaysOne() throws IOException {
        Map<String, String> environment = Map.of("TWINSET_BOOTSTRAP", "kafka:9092");

        assertThat(new SettingsReader().environment(environment).read().kafka())
                .containsEntry("bootstrap.servers", "kafka:9092");
        assertThat(new SettingsReader()
                        .file(properties("kafka.bootstrap.servers=file:9092"), "worker.properties")
                        .environment(environment)
                        .read()
                        .kafka())
                .containsEntry("bootstrap.servers", "file:9092");
        assertThat(new SettingsReader()
                        .environment(environment)
                        .assignments(List.of("kafka.bootstrap.servers=line:9092"))
                        .read()
                        .kafka())
                .containsEntry("bootstrap.servers", "line:9092");
        assertThat(new SettingsReader()
                        .environment(Map.of("TWINSET_BOOTSTRAP", " "))
                        .read()
                        .kafka())
                .containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void secretsComeFromFilesAndAreNeverShown(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("password"), "canary\n");
        WorkerConfig config = new SettingsReader()
                .environment(Map.of("TWINSET_KAFKA_SASL_PASSWORD_FILE", secret.toString(), "TWINSET_LOG_KAFKA", "INFO"))
                .file(properties("kafka.ssl.key.password=canary"), "worker.properties")
                .assignments(List.of("kafka.sasl.mechanism=PLAIN", "kafka.sasl.username=worker"))
                .read();

        assertThat(config.kafka().get("sasl.jaas.config")).contains("username=\"worker\" password=\"canary\"");
        assertThat(config + " " + config.clients("m1")).contains("m1").doesNotContain("canary");
    }

    @Test
    void aSecretOnTheCommandLineIsRefusedWithoutShowingIt() {
        SettingsReader reader = new SettingsReader()
                .assignments(List.of(
                        "kafka.ssl.key.password=canary",
                        "kafka.sasl.password: canary",
                        "kafka.sasl.password:\ncanary",
                        "kafka.sasl.password.file=/no"));

        assertThatThrownBy(reader::read)
                .hasMessageContainingAll(
                        "4 faults",
                        "kafka.ssl.key.password (--set): a secret on the command line",
                        "kafka.ssl.key.password.file=FILE",
                        "--set kafka.sasl.password...: expected key=value",
                        "kafka.sasl.password.file: there is no file /no")
                .message()
                .doesNotContain("canary");
    }

    @Test
    void referencesAreOffUnlessAFolderOrABucketIsSet(@TempDir Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("key"), "canary");
        WorkerConfig folder = new SettingsReader()
                .assignments(List.of("references.directory=/mnt/shop"))
                .read();
        WorkerConfig bucket = new SettingsReader()
                .environment(Map.of("TWINSET_REFERENCES_S3_SECRET_KEY_FILE", key.toString()))
                .assignments(List.of(
                        "references.s3.endpoint=http://minio:9000",
                        "references.s3.bucket=shop",
                        "references.s3.access.key.file=" + key))
                .read();

        ReferenceSettings off = new SettingsReader().read().references();
        assertThat(off.directory()).isEmpty();
        assertThat(off.s3()).isEmpty();
        assertThat(off.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(folder.references().directory()).contains(Path.of("/mnt/shop"));
        assertThat(bucket.references().s3())
                .contains(new S3Settings(
                        URI.create("http://minio:9000"), "shop", "us-east-1", key.toString(), key.toString()));
    }

    @Test
    void halfABucketAndAFolderBesideOneAreFaults() {
        SettingsReader reader = new SettingsReader()
                .assignments(List.of(
                        "references.directory=/mnt/shop",
                        "references.s3.endpoint=http://minio:9000",
                        "references.s3.access.key.file=/no",
                        "references.s3.secret.key=canary"));

        assertThatThrownBy(reader::read)
                .hasMessageContainingAll(
                        "5 faults",
                        "references.s3.secret.key (--set): unknown setting, did you mean references.s3.secret.key.file?",
                        "references.directory: set too is references.s3.endpoint; one of both is enough",
                        "references.s3.bucket: is not set, but references.s3.endpoint is",
                        "references.s3.secret.key.file: is not set, but references.s3.endpoint is",
                        "references.s3.access.key.file: there is no file /no")
                .message()
                .doesNotContain("canary");
    }

    @Test
    void anEndpointIsAnAddressOfAServerAlone() {
        for (String endpoint :
                List.of("minio:9000", "file:///etc", "http://u:p@minio", "http://minio/path", "ftp://x")) {
            SettingsReader reader = new SettingsReader().assignments(List.of("references.s3.endpoint=" + endpoint));

            assertThatThrownBy(reader::read).hasMessageContaining("references.s3.endpoint (--set): is");
        }
    }

    @Test
    void whatExactlyOnceRestsOnCannotBeSet() {
        for (String reserved : ClientConfig.RESERVED) {
            SettingsReader reader = new SettingsReader().assignments(List.of("kafka." + reserved + "=x"));

            assertThatThrownBy(reader::read).hasMessageContaining("kafka." + reserved + " (--set): cannot be set");
        }
    }

    @Test
    void theConfigurationFileShowsEveryKeyWithItsDefault() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("../config/worker.properties"));
        List<String> host = List.of("worker.id", "extract.threads"); // their defaults are the machine's

        for (ConfigDef.ConfigKey key : WorkerConfig.SETTINGS.configKeys().values()) {
            String standard = host.contains(key.name) ? "" : String.valueOf(key.defaultValue);
            assertThat(lines).contains("#" + key.name + "=" + standard);
        }
        long shown =
                lines.stream().filter(line -> line.matches("#[a-z0-9.]+=.*")).count();
        assertThat(shown).isEqualTo(WorkerConfig.SETTINGS.names().size());
    }

    private static Properties properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return properties;
    }
}
