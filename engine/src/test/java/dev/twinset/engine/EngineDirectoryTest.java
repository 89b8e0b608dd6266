package dev.twinset.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineDirectoryTest {
    @TempDir
    Path root;

    @Test
    void aDirectoryIsMadeAndTakenAgainBesideItsData() throws IOException {
        Path directory = root.resolve("new");
        try (EngineDirectory opened = EngineDirectory.open(directory, 2)) {
            Files.createDirectories(opened.node(1).resolve("data"));
        }
        assertThatCode(() -> EngineDirectory.open(directory, 2).close()).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryOfSomethingElseIsRefused() throws IOException {
        Files.writeString(root.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> EngineDirectory.open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("thesis.txt")
                .hasMessageContaining("does not belong to a local engine; choose a new or empty directory");
        assertThat(root.resolve("engine.properties")).doesNotExist();
    }

    @Test
    void anEngineOfAnotherSizeIsRefusedAndLeavesTheDirectoryFree() throws IOException {
        EngineDirectory.open(root, 3).close();
        assertThatThrownBy(() -> EngineDirectory.open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessage("the engine in " + root + " has 3 node(s), not 1; ask for 3 or choose a new directory");
        assertThatCode(() -> EngineDirectory.open(root, 3).close()).doesNotThrowAnyException();
    }

    @Test
    void aDirectoryOfALaterVersionIsRefused() throws IOException {
        Files.writeString(root.resolve("engine.properties"), "format=2\nnodes=1\n");
        assertThatThrownBy(() -> EngineDirectory.open(root, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has format 2, this version reads 1");
    }

    @Test
    void anEngineHasOneToThreeNodes() {
        assertThatThrownBy(() -> EngineDirectory.open(root, 4)).hasMessage("a local engine has 1 to 3 nodes, not 4");
    }
}
