package dev.twinset.producer.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class KafkaOptionsTest {
    private final KafkaOptions options = new KafkaOptions();

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("client.properties");
        new CommandLine(options).parseArgs("--command-config", file.toString());
    }

    @Test
    void aFileGivesTheSettings() throws IOException {
        Files.writeString(file, "client.rack=\u00e9");

        assertThat(options.clientConfig(Map.of())).containsEntry("client.rack", "\u00e9");
    }

    @Test
    void aFileThatIsNoFileOfSettingsIsNamed() throws IOException {
        Files.write(file, "ssl.truststore.location=C:\\users\\twinset".getBytes(UTF_8));
        assertThatThrownBy(() -> options.clientConfig(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(file.toString(), "Write \\\\ there for a backslash");

        Files.write(file, "client.rack=\u00e9".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> options.clientConfig(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is not UTF-8: save it as UTF-8");
    }
}
