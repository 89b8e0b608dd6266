package dev.twinset.console.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerDirectoryTest {
    private static final ServerDirectory.Layout LAYOUT =
            new ServerDirectory.Layout("engine", "engine", "node", "node.properties");

    @TempDir
    Path root;

    @Test
    void aDirectoryIsMadeAndTakenAgainBesideItsData() throws IOException {
        Path directory = root.resolve("new");
        try (ServerDirectory opened = open(directory, 2)) {
            Files.createDirectories(opened.data(1));
        }
        assertThatCode(() -> open(directory, 2).close()).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryOfSomethingElseIsRefused() throws IOException {
        Files.writeString(root.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("thesis.txt")
                .hasMessageContaining("does not belong to a local engine; choose a new or empty directory");
        assertThat(root.resolve("engine.properties")).doesNotExist();
    }

    @Test
    void anEngineOfAnotherSizeIsRefusedAndLeavesTheDirectoryFree() throws IOException {
        open(root, 3).close();
        assertThatThrownBy(() -> open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessage("the engine in " + root + " has 3 node(s), not 1; ask for 3 or choose a new directory");
        assertThatCode(() -> open(root, 3).close()).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryOfALaterVersionIsRefused() throws IOException {
        Files.writeString(root.resolve("engine.properties"), "format=2\nnodes=1\n");
        assertThatThrownBy(() -> open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has format 2, this version reads 1");
    }

    @Test
    void theSettingsOfAProcessAndWhatTheServerNotedLieInTheDirectory() throws IOException {
        Properties settings = new Properties();
        settings.setProperty("port", "9200");
        try (ServerDirectory opened = ServerDirectory.open(root, LAYOUT, 1, Map.of("id", "first"))) {
            Path file = opened.writeSettings(1, settings);
            assertThat(file).isEqualTo(root.resolve("node-1").resolve("node.properties"));
            assertThat(ServerDirectory.load(file)).isEqualTo(settings);
            assertThat(opened.log(1)).isEqualTo(root.resolve("node-1").resolve("node.log"));
        }
        try (ServerDirectory again = ServerDirectory.open(root, LAYOUT, 1, Map.of("id", "second"))) {
            assertThat(again.description("id")).isEqualTo("first");
            assertThat(again.description("colour")).isEqualTo("none");
        }
    }

    private static ServerDirectory open(Path directory, int nodes) throws IOException {
        return ServerDirectory.open(directory, LAYOUT, nodes, Map.of());
    }
}
