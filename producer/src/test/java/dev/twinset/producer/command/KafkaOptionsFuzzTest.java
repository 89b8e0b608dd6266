package dev.twinset.producer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.console.fuzz.Fuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Whatever a file of client settings holds: settings, or one sentence. */
final class KafkaOptionsFuzzTest {
    private static final String FILE = """
            # of the shop
            bootstrap.servers=a:9092,b:9092
            security.protocol=SASL_SSL
            sasl.mechanism=PLAIN
            sasl.username=shop
            sasl.password=canary
            request.timeout.ms=5000
            """;

    @TempDir
    private Path folder;

    @Test
    void aFileGivesSettingsOrASentence() throws InterruptedException {
        Path file = folder.resolve("client.properties");
        KafkaOptions options = new KafkaOptions();
        new CommandLine(options).parseArgs("--command-config", file.toString());
        Fuzz.of(FILE)
                .tokens(
                        "=",
                        "\n",
                        "\\",
                        "\\u",
                        "\\u0000",
                        "\u0000",
                        ".file",
                        "sasl.jaas.config=",
                        "ssl.key.password.file=",
                        "\"",
                        "\u00e9")
                .refusing(IOException.class)
                .run(text -> {
                    Files.write(file, text);
                    assertThat(options.clientConfig(Map.of())).containsKey("bootstrap.servers");
                });
    }
}
