package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.worker.kafka.ClientConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/settings.md} is what operators read: it says what the program says, of each setting and no other. */
class SettingsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/settings.md");

    /** These differ from machine to machine. */
    private static final Map<String, String> OF_THE_MACHINE =
            Map.of("worker.id", "the host's name", "extract.threads", "number of cores");

    @Test
    void everyKeyIsThereAsItIsAndNoOther() throws IOException {
        List<String> expected =
                ConfigKeys.all().stream().map(SettingsDocumentTest::row).toList();
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

    private static String row(ConfigKey key) {
        String standard = OF_THE_MACHINE.getOrDefault(
                key.name(), key.standard().isEmpty() ? "(empty)" : "`" + key.standard() + "`");
        return "| `" + key.name() + "` | " + standard + " | " + key.unit() + " | " + key.range() + " | "
                + key.sentence() + " |";
    }
}
