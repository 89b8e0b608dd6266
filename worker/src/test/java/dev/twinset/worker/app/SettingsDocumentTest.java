package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.kafka.ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} is what operators read: it says what the program says, of each setting and no other. */
class SettingsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/settings.md");

    /** These differ from machine to machine. */
    private static final Map<String, String> OF_THE_MACHINE =
            Map.of("worker.id", "the host's name", "extract.threads", "number of cores");

    @Test
    void everyKeyIsThereAsItIsAndNoOther() throws IOException {
        List<String> expected = WorkerConfig.SETTINGS.configKeys().values().stream()
                .map(SettingsDocumentTest::row)
                .toList();
        List<String> rows = Stream.of(Files.readString(DOCUMENT).split("## ", -1))
                .filter(section -> section.startsWith("Keys of a worker"))
                .flatMap(String::lines)
                .filter(line -> line.startsWith("| `"))
                .toList();

        assertThat(rows).containsExactlyElementsOf(expected);
    }

    @Test
    void whatRestsOnExactlyOnceIsListed() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .contains(ClientConfig.RESERVED.stream()
                        .map(name -> "`" + name + "`")
                        .toList());
    }

    private static String row(ConfigDef.ConfigKey key) {
        String plain = String.valueOf(key.defaultValue);
        String standard = OF_THE_MACHINE.getOrDefault(key.name, plain.isEmpty() ? "(empty)" : "`" + plain + "`");
        AllowedValues allowed = AllowedValues.of(key);
        return "| `" + key.name + "` | " + standard + " | " + allowed.unit() + " | " + allowed.range() + " | "
                + key.documentation + " |";
    }
}
