package dev.twinset.vision.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.twinset.vision.network.OpenBlas.Instructions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OpenBlasTest {
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void itReportsTheKernelsInUse() throws IOException {
        OpenBlas found = OpenBlas.check();
        assertThat(found.core()).isPresent();
        String forced = System.getenv("OPENBLAS_CORETYPE");
        if (forced != null) {
            assertThat(found.core().orElse("")).isEqualToIgnoringCase(forced);
        }
        assertThat(found.instructions()).isNotEqualTo(Instructions.UNKNOWN);
        Path cpu = Path.of("/proc/cpuinfo");
        assumeTrue(Files.isReadable(cpu));
        List<String> flags = Files.readAllLines(cpu).stream()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> List.of(line.split("\\s+", -1)))
                .orElse(List.of());
        assertThat(found.instructions()).isLessThanOrEqualTo(Instructions.of(flags));
    }

    @Test
    void aProcessorsFlagsGiveItsWidestVectors() {
        assertThat(Instructions.of(List.of("sse2", "avx", "avx2", "avx512f", "avx512bw", "avx512vl")))
                .isEqualTo(Instructions.AVX512);
        assertThat(Instructions.of(List.of("sse2", "avx", "avx2", "avx512f"))).isEqualTo(Instructions.AVX2);
        assertThat(Instructions.of(List.of("sse2", "avx"))).isEqualTo(Instructions.AVX);
        assertThat(Instructions.of(List.of("sse2"))).isEqualTo(Instructions.SSE);
        assertThat(Instructions.of(List.of("neon"))).isEqualTo(Instructions.UNKNOWN);
    }
}
