package dev.twinset.cli.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoEnvironmentTest {
    @TempDir
    Path directory;

    @Test
    void anEngineThatDoesNotStartSaysWhy() throws Exception {
        try (DemoEnvironment environment = DemoEnvironment.open(Optional.of(directory))) {
            Path foreign = Files.createDirectories(directory.resolve("engine").resolve("foreign"));
            environment.startEngine();
            assertThatThrownBy(environment::awaitEngine)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the directory " + foreign.getParent() + " holds other files");
        }
    }

    @Test
    void anEngineThatStartsIsEndedToo() throws Exception {
        DemoEnvironment environment = DemoEnvironment.open(Optional.of(directory));
        environment.startEngine();
        environment.close();
        assertThatThrownBy(environment::awaitEngine).isInstanceOf(InterruptedException.class);
    }
}
