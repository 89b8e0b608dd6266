package dev.twinset.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerSlotTest {
    @TempDir
    Path directory;

    private final List<Holder> holders = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (Holder holder : holders) {
            holder.kill();
        }
    }

    @Test
    void withoutSlotsNothingIsTakenAndNothingIsMade() throws IOException {
        try (WorkerSlot slot = WorkerSlot.take(config(0))) {
            assertThat(slot.config()).isEqualTo(config(0));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void workersOfOneProcessGetDifferentSlotsAndOneThatEndsGivesItsOwnBack() throws IOException {
        try (WorkerSlot first = WorkerSlot.take(config(3))) {
            assertThat(first.config().workerId()).isEqualTo("shop-1");
            assertThat(first.config().dataDir()).isEqualTo(directory.resolve("slot-1"));
            try (WorkerSlot second = WorkerSlot.take(config(3))) {
                assertThat(second.config().workerId()).isEqualTo("shop-2");
            }
            try (WorkerSlot third = WorkerSlot.take(config(3))) {
                assertThat(third.config().workerId()).isEqualTo("shop-2");
            }
        }
    }

    @Test
    void aDirectoryThatIsFullOfWorkersIsAnErrorThatSaysWhatToDo() throws IOException {
        try (WorkerSlot only = WorkerSlot.take(config(1))) {
            assertThat(only.config().slots()).isZero();
            assertThatThrownBy(() -> WorkerSlot.take(config(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("every slot of " + directory
                            + " is taken by another worker: worker.slots is 1, raise it or start fewer");
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsAnError() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        WorkerConfig config = new SettingsReader()
                .assignments(List.of("worker.slots=2", "data.dir=" + file))
                .read();

        assertThatThrownBy(() -> WorkerSlot.take(config)).isInstanceOf(IOException.class);
    }

    @Test
    void processesStartedAtOnceAllGetSlotsOfTheirOwn() throws Exception {
        for (int i = 0; i < 4; i++) {
            holders.add(new Holder(directory));
        }
        List<String> ids = new ArrayList<>();
        for (Holder holder : holders) {
            ids.add(holder.id());
        }

        assertThat(ids).containsExactlyInAnyOrder("shop-1", "shop-2", "shop-3", "shop-4");
    }

    @Test
    void theSlotOfAKilledProcessIsTakenByTheNextWhileTheOthersKeepTheirs() throws Exception {
        Holder first = start();
        Holder second = start();
        assertThat(List.of(first.id(), second.id())).containsExactly("shop-1", "shop-2");

        first.kill();

        assertThat(start().id()).isEqualTo("shop-1");
        assertThat(start().id()).isEqualTo("shop-3");
    }

    /** Started, and holding its slot. */
    private Holder start() throws IOException {
        Holder holder = new Holder(directory);
        holders.add(holder);
        holder.id();
        return holder;
    }

    private WorkerConfig config(int slots) {
        return Holder.config(directory, slots);
    }

    /** A process that takes a slot, says which, and holds it until it is killed. */
    static final class Holder {
        private final Process process;
        private final BufferedReader lines;
        private String id = "";

        Holder(Path directory) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx32m",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Holder.class.getName(),
                            directory.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        static WorkerConfig config(Path directory, int slots) {
            return new SettingsReader()
                    .assignments(List.of("worker.id=shop", "worker.slots=" + slots, "data.dir=" + directory))
                    .read();
        }

        String id() throws IOException {
            while (!id.startsWith("shop-")) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IOException("the process ended without a slot");
                }
                id = line;
            }
            return id;
        }

        /** SIGKILL. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        public static void main(String[] arguments) throws IOException {
            try (WorkerSlot slot = WorkerSlot.take(config(Path.of(arguments[0]), 16))) {
                System.out.println(slot.config().workerId());
                while (System.in.read() >= 0) {
                    // holds it until this process is killed
                }
            }
        }
    }
}
