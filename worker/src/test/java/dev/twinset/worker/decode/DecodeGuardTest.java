package dev.twinset.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.vision.ExtractionListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of an image after the process that decoded it has ended. */
class DecodeGuardTest {
    private static final String CRASH = """
            #
            # A fatal error has been detected by the Java Runtime Environment:
            #
            #  SIGSEGV (0xb) at pc=0x00007f1c, pid=4711, tid=4720
            #
            ---------------  T H R E A D  ---------------

            Current thread (0x00007f2a):  JavaThread "%s" daemon [_thread_in_native, id=4720]
            """;
    private static final String NO_MEMORY = """
            #
            # There is insufficient memory for the Java Runtime Environment to continue.
            # Native memory allocation (malloc) failed to allocate 1048576 bytes

            Current thread (0x00007f2a):  JavaThread "%s" daemon [_thread_in_native, id=4720]
            """;

    @TempDir
    Path directory;

    private final byte[] image = {1, 2, 3};
    private final EventRecord record = record(7, 1_000);

    private static EventRecord record(long offset, long timestamp) {
        return new EventRecord("images", 3, offset, timestamp, Optional.empty(), Optional.empty(), List.of());
    }

    /** A process that ended while it decoded the image, and left this report, if any. */
    private void ended(String report) throws IOException {
        Path crashLog = directory.resolve("hs_err_pid4711.log");
        Files.deleteIfExists(crashLog);
        try (RunningDecodes running =
                RunningDecodes.open(directory.resolve("running")).orElseThrow()) {
            running.clear(Instant.now().minusSeconds(60).toString(), crashLog.toString());
            running.write(1, record.coordinates() + "/" + record.timestampMillis(), "extract-1");
            running.write(2, "images-4@9/1000", "extract-2");
        }
        if (!report.isEmpty()) {
            Files.writeString(crashLog, report.formatted("extract-1"));
        }
    }

    private DecodeGuard open() {
        return DecodeGuard.open(directory, DecodeGuard.LIMIT, Clock.systemUTC(), ExtractionListener.NONE);
    }

    private void assertAccepted(EventRecord accepted) {
        try (DecodeGuard guard = open()) {
            assertThatCode(() -> guard.check(accepted)).doesNotThrowAnyException();
        }
    }

    @Test
    void theImageOfTheThreadThatCrashedTwiceIsRejectedAndNoOther() throws IOException {
        ended(CRASH);
        assertAccepted(record);
        ended(CRASH);
        try (DecodeGuard guard = open()) {
            assertThatThrownBy(() -> guard.check(record)).isInstanceOfSatisfying(RejectedEventException.class, e -> {
                assertThat(e.rejection().reason().name()).isEqualTo("DECODE_CRASH");
                assertThat(e.rejection().detail())
                        .isEqualTo("the image crashed the process while it was decoded, 2 times");
            });
            assertThatCode(() -> guard.check(record(8, 1_000))).doesNotThrowAnyException();
        }
        assertAccepted(new EventRecord("images", 4, 9, 1_000, Optional.empty(), Optional.empty(), List.of()));
        assertAccepted(record(7, 2_000)); // of a topic that was created again
    }

    @Test
    void aKillAndAMachineWithoutMemoryBlameNoImage() throws IOException {
        for (int i = 0; i < 3; i++) {
            ended("");
            assertAccepted(record);
            ended(NO_MEMORY);
            assertAccepted(record);
        }
    }

    @Test
    void anOldReportIsOfAnotherProcess() throws IOException {
        for (int i = 0; i < 3; i++) {
            ended(CRASH);
            Files.setLastModifiedTime(
                    directory.resolve("hs_err_pid4711.log"),
                    java.nio.file.attribute.FileTime.from(Instant.now().minus(Duration.ofDays(1))));
            assertAccepted(record);
        }
    }

    @Test
    void whatIsDecodedIsInTheFileAndWhatWasDecodedIsNot() throws IOException {
        Path file = directory.resolve("running");
        DecodeGuard guard = open();
        guard.extracting(List.of(record), List.of(image));
        guard.decoding(image);
        assertThat(Files.readString(file))
                .contains("images-3@7/1000\t" + Thread.currentThread().getName());
        guard.decoded(1);
        guard.close();
        try (RunningDecodes running = RunningDecodes.open(file).orElseThrow()) {
            assertThat(running.readAll()).isEmpty();
        }
    }

    @Test
    void damagedNotesAreDropped() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            ended(CRASH);
            for (String name : List.of("running", "strikes")) {
                Path file = directory.resolve(name);
                byte[] bytes = Files.exists(file) && Files.size(file) > 0 ? Files.readAllBytes(file) : new byte[8];
                for (int flips = 0; flips < 3; flips++) {
                    bytes[random.nextInt(Math.min(bytes.length, 2 * RunningDecodes.SLOT_BYTES))] ^=
                            (byte) (1 << random.nextInt(8));
                }
                Files.write(file, random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            }
            assertThatCode(() -> open().close()).as("round " + i).doesNotThrowAnyException();
        }
    }

    @Test
    void aSecondProcessInTheDirectoryGuardsNothingAndDisturbsNothing() throws Exception {
        try (DecodeGuard guard = open()) {
            guard.extracting(List.of(record), List.of(image));
            guard.decoding(image);
            Process second = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Second.class.getName(),
                            directory.toString())
                    .inheritIO()
                    .start();
            assertThat(second.waitFor()).isZero();
            assertThat(Files.readString(directory.resolve("running"))).contains("images-3@7/1000");
            guard.decoded(1);
        }
    }

    /** The second process. */
    static final class Second {
        public static void main(String[] arguments) {
            byte[] image = {9};
            DecodeGuard guard = DecodeGuard.open(
                    Path.of(arguments[0]), DecodeGuard.LIMIT, Clock.systemUTC(), ExtractionListener.NONE);
            guard.extracting(List.of(record(1, 1)), List.of(image));
            guard.decoding(image);
            guard.decoded(1);
            guard.close();
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenStopsNothing() throws IOException {
        Path file = Files.createFile(directory.resolve("a-file"));
        try (DecodeGuard guard =
                DecodeGuard.open(file, DecodeGuard.LIMIT, Clock.systemUTC(), ExtractionListener.NONE)) {
            guard.extracting(List.of(record), List.of(image));
            guard.decoding(image);
            guard.decoded(1);
            assertThatCode(() -> guard.check(record)).doesNotThrowAnyException();
        }
    }
}
