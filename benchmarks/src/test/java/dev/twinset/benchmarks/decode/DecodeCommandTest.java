package dev.twinset.benchmarks.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.benchmarks.BenchRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeCommandTest {
    @TempDir
    private Path directory;

    @Test
    void drawingsAreDecoded() throws IOException {
        BenchRun run = BenchRun.of("decode", "--decodes=300");

        run.assertPositive("files", "imagesPerSecond", "residentMiB");
        assertThat(run.figure("decodes")).isEqualTo(300);
        assertThat(run.figure("residentGrowthMiBPer100000")).isFinite();
    }

    @Test
    void filesThatAreNoImagesAreCounted() throws IOException {
        Files.write(directory.resolve("a.jpg"), "not an image".getBytes(UTF_8));

        BenchRun run = BenchRun.of("decode", "--decodes=200", "--images=" + directory);

        assertThat(run.figure("refused")).isEqualTo(200);
    }
}
