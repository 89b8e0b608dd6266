package dev.twinset.trainer.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void theFileIsThereOnceItIsCommittedAndNotBefore() throws IOException {
        Path file = folder.resolve("a.bin");
        try (AtomicFile atomic = AtomicFile.create(file)) {
            atomic.append(bytes("hello"));
            assertThat(file).doesNotExist();
            atomic.commit();
        }
        assertThat(file).hasContent("hello");
        assertOnly(file);
    }

    @Test
    void withoutACommitTheOlderFileStays() throws IOException {
        Path file = Files.writeString(folder.resolve("a.bin"), "old");
        try (AtomicFile atomic = AtomicFile.create(file)) {
            atomic.append(bytes("new"));
        }
        assertThat(file).hasContent("old");
        assertOnly(file);
    }

    @Test
    void aHeaderMayBeWrittenLast() throws IOException {
        Path file = folder.resolve("a.bin");
        try (AtomicFile atomic = AtomicFile.create(file)) {
            atomic.append(bytes("....rows"));
            atomic.overwrite(bytes("head"), 0);
            atomic.append(bytes("."));
            atomic.commit();
        }
        assertThat(file).hasContent("headrows.");
    }

    @Test
    void aFolderThatIsNotThereIsNotMade() {
        assertThatIOException().isThrownBy(() -> AtomicFile.write(folder.resolve("none/a.bin"), new byte[1]));
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private void assertOnly(Path file) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
