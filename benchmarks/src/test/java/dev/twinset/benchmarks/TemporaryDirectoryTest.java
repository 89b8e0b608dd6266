package dev.twinset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryDirectoryTest {
    @Test
    void itGoesWithAllThatWasWrittenIntoIt() throws Exception {
        Path path;
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            path = directory.path();
            Files.writeString(Files.createDirectories(path.resolve("a/b")).resolve("file"), "text");
            assertThat(path).isDirectory();
        }
        assertThat(path).doesNotExist();
    }
}
