package dev.twinset.worker.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.twinset.console.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whatever stands in file, environment and command line: settings that can be used, or a list of faults. */
final class SettingsFuzzTest {
    private static final String[] TOKENS = {
        "=",
        "\n",
        ":",
        "#",
        "\\",
        "\\u",
        "\\u0000",
        "\u0000",
        "é",
        " ",
        ".",
        "kafka.",
        ".file",
        "${env:HOME}",
        "off",
        "\nmodel=",
        "\ndata.dir=",
        "\nhttp.port=",
        "\ntopics.queries=",
        "\nkafka.sasl.username=a",
        "\""
    };
    private static final String FILE = """
            worker.id=w1
            worker.slots=4
            data.dir=/var/lib/twinset
            model=shop.twinset
            group.prefix=twinset
            topics.images=catalog.images
            topics.queries=catalog.queries
            topics.features.prefix=catalog.features
            topics.recommendations=catalog.recommendations
            topics.rejected=catalog.images.rejected
            extract.threads=3
            image.max.pixels=25000000
            batch.max.records=256
            batch.linger.ms=10
            pipeline.depth=3
            fence.timeout.ms=500
            store.sync.interval.ms=1000
            http.host=0.0.0.0
            http.port=9464
            log.format=json
            kafka.bootstrap.servers=a:9092,b:9092
            kafka.fetch.max.wait.ms=100
            """;
    private static final String LOGIN = """
            kafka.security.protocol=SASL_SSL
            kafka.sasl.mechanism=SCRAM-SHA-512
            kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\
              username="w" password="p";
            """;
    private static final String ASSIGNMENTS = """
            worker.id=w1
            batch.linger.ms=5
            http.port=off
            kafka.sasl.mechanism=PLAIN
            """;
    private static final String ENVIRONMENT = """
            TWINSET_WORKER_ID=w1
            TWINSET_HTTP_PORT=0
            TWINSET_JAVA_OPTS=-Xmx1g
            TWINSET_KAFKA_BOOTSTRAP_SERVERS=a:9092
            PATH=/bin
            """;

    @TempDir
    private Path folder;

    @Test
    void aFileGivesSettingsThatCanBeUsedOrAListOfFaults() throws InterruptedException {
        Path file = folder.resolve("worker.properties");
        ConfigOptions options = new ConfigOptions();
        new CommandLine(options).parseArgs("--config", file.toString());
        Fuzz.of(FILE, LOGIN)
                .tokens(TOKENS)
                .refusing(IllegalArgumentException.class)
                .refusing(IOException.class)
                .run(text -> {
                    Files.write(file, text);
                    readAndUse(() -> options.read(Map.of()));
                });
    }

    @Test
    void assignmentsGiveSettingsThatCanBeUsedOrAListOfFaults() throws InterruptedException {
        Fuzz.of(ASSIGNMENTS, "model=a b.twinset", "data.dir = a b")
                .tokens(TOKENS)
                .refusing(IllegalArgumentException.class)
                .run(text -> {
                    List<String> assignments = List.of(new String(text, UTF_8).split("\n", -1)).stream()
                            .filter(line -> !line.isEmpty())
                            .toList();
                    readAndUse(
                            () -> new SettingsReader().assignments(assignments).read());
                });
    }

    @Test
    void theEnvironmentGivesSettingsThatCanBeUsedOrAListOfFaults() throws InterruptedException {
        Fuzz.of(ENVIRONMENT)
                .tokens(TOKENS)
                .refusing(IllegalArgumentException.class)
                .run(text -> {
                    Map<String, String> environment = new TreeMap<>();
                    Stream.of(new String(text, UTF_8).split("\n", -1)).forEach(line -> {
                        int equals = Math.max(0, line.indexOf('='));
                        environment.put(line.substring(0, equals), line.substring(equals));
                    });
                    environment.replaceAll((name, value) -> value.replaceFirst("=", ""));
                    readAndUse(
                            () -> new SettingsReader().environment(environment).read());
                });
    }

    private interface Reading {
        WorkerConfig read() throws IOException;
    }

    private static void readAndUse(Reading reading) throws IOException {
        WorkerConfig config;
        try {
            config = reading.read();
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining(":\n  ");
            throw e;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("worker.properties");
            throw e;
        }
        assertThatCode(() -> use(config)).doesNotThrowAnyException();
    }

    private static void use(WorkerConfig config) {
        config.dataDir();
        config.model();
        config.topics();
        config.imageLimits();
        config.http();
        config.logFormat();
        config.inSlot(2).dataDir();
        config.slotLock(2);
        assertThat(config.batchLinger().plus(config.fenceTimeout()).plus(config.syncInterval()))
                .isPositive();
        assertThat(config.slots() + config.extractThreads() + config.batchRecords() + config.pipelineDepth())
                .isPositive();
        assertThat(config.inSlot(2)).isEqualTo(config.inSlot(2)).isNotEqualTo(config);
        assertThat(config.kafka()).containsKey("bootstrap.servers");
        assertThat(config.groupPrefix() + config.workerId()).isNotBlank();
        try {
            config.clients("m1");
        } catch (ConfigException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }
}
