package dev.twinset.worker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that appends, syncs and compacts without a pause, and looks at what it left. */
final class StoreKillIT {
    private static final int ROUNDS = 12;
    private static final String SYNCED = "synced ";

    @TempDir
    Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aKillAtAnyMomentLosesNothingSyncedAndLeavesNothingHalf() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int synced = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int before = synced;
            Process writer = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
                synced = readUntilSynced(lines, synced);
                Thread.sleep(random.nextInt(400));
                writer.toHandle().destroyForcibly(); // SIGKILL; Process.destroyForcibly() would close the pipe as well
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    synced = synced(line, synced);
                }
            }
            assertThat(writer.waitFor()).as("exit code after SIGKILL").isNotZero();
            assertThat(synced).as("seed %d round %d", seed, round).isGreaterThanOrEqualTo(before);
            try (ScriptedStore script = new ScriptedStore(directory)) {
                assertThat(script.batches()).as("seed %d round %d", seed, round).isGreaterThanOrEqualTo(synced);
                assertThat(script.contents())
                        .as("seed %d round %d", seed, round)
                        .isEqualTo(ScriptedStore.expected(script.batches()));
            }
        }
        assertThat(synced).as("batches in all rounds").isGreaterThan(100);
    }

    private static int readUntilSynced(BufferedReader lines, int before) throws IOException {
        int synced = before;
        for (String line = lines.readLine(); line != null && synced == before; line = lines.readLine()) {
            synced = synced(line, synced);
        }
        return synced;
    }

    /** Log lines come between. */
    private static int synced(String line, int before) {
        return line.startsWith(SYNCED) ? Integer.parseInt(line.substring(SYNCED.length())) : before;
    }

    /** The process that is killed: prints how many batches were synced, each time they were. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws IOException {
            PrintStream out = System.out;
            try (ScriptedStore script = new ScriptedStore(Path.of(arguments[0]))) {
                while (script.batches() < 1_000_000) {
                    script.append(1 + script.batches() % 5);
                    if (script.batches() % 3 == 0) {
                        script.store().sync();
                        // one write a line: a line cut in two would read as a smaller number
                        out.write((SYNCED + script.batches() + "\n").getBytes(UTF_8));
                        out.flush();
                    }
                    if (script.batches() % 40 == 0) {
                        script.compact();
                    }
                }
            }
        }
    }
}
