package dev.twinset.console.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
    @TempDir
    Path directory;

    @Test
    void itOutlivesTheInterruptOfATerminalAndEndsWhenItIsStopped() throws Exception {
        Path console = directory.resolve("console");
        ChildProcess child = ChildProcess.fork(
                "child",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName()),
                directory,
                directory.resolve("log"),
                console);
        try {
            child.awaitServing(() -> Files.readString(console).contains("serves"), Duration.ofMinutes(3));

            new ProcessBuilder("kill", "-INT", String.valueOf(child.handle().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(1_000); // it would have ended
            assertThat(child.isAlive()).isTrue();

            ChildProcess.stop(List.of(child), Duration.ofMinutes(1));
            assertThat(child.isAlive()).isFalse();
        } finally {
            child.kill();
        }
    }

    /** Runs in the child. */
    public static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            System.out.println("serves");
            Thread.sleep(300_000);
        }
    }
}
