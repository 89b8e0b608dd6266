package dev.twinset.trainer.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.trainer.training.DrawnShapes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes, really killed. */
final class KilledTrainingIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(4);
    private static final String EPOCHS = "6";

    @TempDir
    private Path folder;

    @Test
    void killedAndStartedAgainATrainingEndsInTheSameBytes() throws Exception {
        DrawnShapes.draw(60, folder.resolve("shapes"));
        assertThat(finished(start("unbroken"))).isZero();

        Process first = start("killed");
        awaitLine("killed", "epoch  2/" + EPOCHS, first);
        first.destroyForcibly().waitFor();
        assertThat(folder.resolve("killed.twinset")).doesNotExist();
        assertThat(folder.resolve("killed.twinset.checkpoint")).exists();

        assertThat(finished(start("killed"))).isZero();
        assertThat(printed("killed"))
                .contains("going on behind epoch ", "epoch  6/6")
                .doesNotContain("epoch  1/");
        assertThat(folder.resolve("killed.twinset")).hasSameBinaryContentAs(folder.resolve("unbroken.twinset"));
        assertThat(folder.resolve("killed.twinset.checkpoint")).doesNotExist();
    }

    @Test
    void interruptedATrainingSaysHowToGoOn() throws Exception {
        DrawnShapes.draw(60, folder.resolve("shapes"));
        Process first = start("stopped");
        awaitLine("stopped", "epoch  2/" + EPOCHS, first);
        // SIGTERM; Ctrl-C runs the same hook
        first.destroy();
        assertThat(finished(first)).isEqualTo(143);
        assertThat(printed("stopped"))
                .containsPattern("stopped; all up to epoch \\d is kept, the same command goes on from there");
    }

    private Process start(String name) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(TrainingProcess.class.getName());
        command.addAll(List.of("--catalog", folder.resolve("shapes").toString()));
        command.addAll(List.of("--out", folder.resolve(name + ".twinset").toString()));
        command.addAll(List.of("--profile", "fast", "--epochs", EPOCHS));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private String printed(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    private void awaitLine(String name, String line, Process process) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!printed(name).contains(line)) {
            assertThat(process.isAlive()).as(printed(name)).isTrue();
            assertThat(System.nanoTime()).as(printed(name)).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static int finished(Process process) throws InterruptedException {
        assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
