package dev.twinset.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanIT {
    @TempDir
    Path directory;

    @Test
    void aForkedBrokerDiesWithItsParentHoweverThatEnds() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = parent.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle broker =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(broker.isAlive()).isTrue();

            parent.destroyForcibly().waitFor();

            broker.onExit().get(10, TimeUnit.SECONDS);
            assertThat(broker.isAlive()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
        try (LocalKafka.Forked again = LocalKafka.forked(directory, 1, 0)) {
            assertThat(new TestClient(again.bootstrapServers()).clusterId()).isNotBlank();

            again.process(1).destroyForcibly(); // not by kill(): as if it had failed by itself
            again.process(1).onExit().get(10, TimeUnit.SECONDS);
            assertThat(again.failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("broker 1 ended"));
        }
    }

    /** Forks a broker, prints its process id and waits to be killed. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            LocalKafka.Forked kafka = LocalKafka.forked(Path.of(arguments[0]), 1, 0);
            System.out.println(kafka.process(1).pid());
            System.out.println(kafka.supervise(event -> {}));
        }
    }
}
