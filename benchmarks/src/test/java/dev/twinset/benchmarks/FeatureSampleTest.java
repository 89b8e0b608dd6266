package dev.twinset.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public final class FeatureSampleTest {
    private static final String SHAPE = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n";

    @TempDir
    private Path directory;

    @Test
    void readsWhatNumPyWrites() throws IOException {
        Path file = write(SHAPE, 1, 0, 0, 0, 0.6f, 0.8f);

        assertThat(FeatureSample.read(file).vectors()).isDeepEqualTo(new float[][] {{1, 0, 0}, {0, 0.6f, 0.8f}});
    }

    @Test
    void refusesWhatIsNoMatrixOfFloats() throws IOException {
        for (String header : new String[] {SHAPE.replace("<f4", "<f8"), SHAPE.replace("False", "True"), ""}) {
            Path file = write(header, 1, 0, 0, 0, 0.6f, 0.8f);
            assertThatThrownBy(() -> FeatureSample.read(file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not a NumPy file");
        }
        Path empty = Files.createFile(directory.resolve("empty.npy"));
        assertThatThrownBy(() -> FeatureSample.read(empty)).hasMessageContaining("not a NumPy file");
        Path cut = write(SHAPE, 1, 0, 0, 0);
        assertThatThrownBy(() -> FeatureSample.read(cut)).hasMessageContaining("ends before its last row");
    }

    @Test
    void theSampleComesFirstThenItsNeighbours() {
        Random random = new Random(1);
        float[][] own = new float[50][];
        for (int i = 0; i < own.length; i++) {
            own[i] = UnitVectors.random(random, 16);
        }

        float[][] taken = new FeatureSample(own).take(200, random);

        assertThat(List.of(taken)).startsWith(own);
        for (int i = own.length; i < taken.length; i++) {
            assertThat(dot(taken[i], taken[i])).isCloseTo(1, within(1e-5));
            double nearest = 0;
            for (float[] one : own) {
                nearest = Math.max(nearest, dot(taken[i], one));
            }
            assertThat(nearest).isBetween(0.6, 0.9999);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private Path write(String header, float... values) throws IOException {
        return write(directory, header, values);
    }

    public static Path write(Path directory, String header, float... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(ISO_8859_1)).put((byte) 1).put((byte) 0);
        bytes.putShort((short) header.length()).put(header.getBytes(ISO_8859_1));
        for (float value : values) {
            bytes.putFloat(value);
        }
        return Files.write(Files.createTempFile(directory, "sample", ".npy"), bytes.array());
    }
}
