package dev.twinset.trainer.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class PixelFileTest {
    @Test
    void imagesAreReadFromTheirSlotsInWhateverOrderTheyWereWritten() throws IOException {
        try (PixelFile file = PixelFile.create(3)) {
            file.write(2, new byte[] {7, 8, 9});
            file.write(0, new byte[] {1, 2, 3});
            file.write(1, new byte[] {4, 5, 6});

            for (int slot = 0; slot < 3; slot++) {
                byte[] pixels = new byte[3];
                file.read(slot, pixels);
                assertThat(pixels).containsExactly(3 * slot + 1, 3 * slot + 2, 3 * slot + 3);
            }
        }
    }

    @Test
    void anImageThatWasNeverWrittenIsNamed() throws IOException {
        try (PixelFile file = PixelFile.create(3)) {
            file.write(0, new byte[] {1, 2, 3});

            assertThatExceptionOfType(EOFException.class)
                    .isThrownBy(() -> file.read(1, new byte[3]))
                    .withMessage("image 1 was never written");
        }
    }
}
