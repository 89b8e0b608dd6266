package dev.twinset.trainer.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageBytesTest {
    @TempDir
    Path folder;

    @Test
    void ofATooLargeFileOneByteMoreThanAllowedIsRead() throws IOException {
        Path file = Files.write(folder.resolve("image.jpg"), new byte[] {1, 2, 3, 4, 5});

        assertThat(ImageBytes.read(file, 5)).containsExactly(1, 2, 3, 4, 5);
        assertThat(ImageBytes.read(file, 3)).containsExactly(1, 2, 3, 4);
    }

    @Test
    void aFileThatCannotBeReadGivesAReason() {
        assertThatIOException()
                .isThrownBy(() -> ImageBytes.read(folder.resolve("missing.jpg"), 5))
                .withMessage("file is missing");
        assertThatIOException()
                .isThrownBy(() -> ImageBytes.read(folder, 5))
                .withMessageStartingWith("file cannot be read: ");
    }
}
