package dev.twinset.trainer.embedding;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By NumPy's own description of format 1.0. */
final class NpyMatrixWriterTest {
    @TempDir
    private Path folder;

    @Test
    void theHeaderNamesTypeOrderAndShapeAndEndsOnABoundaryOf64Bytes() throws IOException {
        byte[] file = written(3, new float[] {1, 2, 3}, new float[] {4, 5, 6});

        assertThat(file).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
        assertThat((10 + length) % 64).isZero();
        String header = new String(file, 10, length, ISO_8859_1);
        assertThat(header.strip()).isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }");
        assertThat(header).endsWith("\n");
    }

    @Test
    void theValuesFollowRowByRowInLittleEndian() throws IOException {
        byte[] file = written(2, new float[] {1.5f, -2}, new float[] {Float.MIN_VALUE, 4});
        float[] values = new float[4];
        ByteBuffer.wrap(file, 128, 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        assertThat(values).containsExactly(1.5f, -2, Float.MIN_VALUE, 4);
        assertThat(file).hasSize(128 + 16);
    }

    @Test
    void aRowOfAnotherLengthIsRefused() throws IOException {
        try (NpyMatrixWriter matrix = NpyMatrixWriter.create(folder.resolve("m.npy"), 2)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> matrix.append(new float[3]))
                    .withMessage("row has 3 values, expected 2");
            assertThat(matrix.rows()).isZero();
        }
    }

    @Test
    void whatIsNotCommittedLeavesNoFile() throws IOException {
        try (NpyMatrixWriter matrix = NpyMatrixWriter.create(folder.resolve("m.npy"), 2)) {
            matrix.append(new float[2]);
        }
        assertThat(folder).isEmptyDirectory();
    }

    private byte[] written(int columns, float[]... rows) throws IOException {
        Path file = folder.resolve("m.npy");
        try (NpyMatrixWriter matrix = NpyMatrixWriter.create(file, columns)) {
            for (float[] row : rows) {
                matrix.append(row);
            }
            matrix.commit();
        }
        return Files.readAllBytes(file);
    }
}
