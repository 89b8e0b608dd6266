package dev.twinset.vision.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.vision.Models;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServingWeightsTest {
    private static final int AVX2 = 7;
    private static final int AVX512 = 39;

    @TempDir
    private Path directory;

    @Test
    void oneDnnIsUsedWhereItLoadsAndFindsItsInstructions() {
        assertThat(Dnnl.obstacle(() -> AVX2)).isNull();
        assertThat(Dnnl.obstacle(() -> AVX512)).isNull();
        assertThat(Dnnl.obstacle(() -> 3)).isEqualTo("oneDNN finds no AVX2 in this processor");
        assertThat(Dnnl.obstacle(() -> {
                    throw new UnsatisfiedLinkError("no jnidnnl");
                }))
                .isEqualTo("oneDNN does not load: no jnidnnl");
    }

    @Test
    void aBrokenLibraryLeavesTheNetworkToNd4j() throws IOException, InterruptedException {
        Path broken = directory.resolve("org/bytedeco/dnnl/" + Loader.getPlatform());
        Files.createDirectories(broken);
        for (String name : new String[] {"dnnl", "jnidnnl"}) {
            Files.writeString(broken.resolve(System.mapLibraryName(name)), "not a library");
            Files.writeString(broken.resolve(System.mapLibraryName(name) + ".3"), "not a library");
        }
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.cachedir=" + directory.resolve("cache"),
                        "-cp",
                        directory + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        String said = Files.readString(output, UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said).contains("oneDNN does not load: ").contains("(in ND4J)");
    }

    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            ModelBundle model = Models.random(Models.SMALL, 1);
            try (CnnForward forward = CnnForward.open(model)) {
                forward.run();
                System.out.println(Dnnl.obstacle(Dnnl::instructions));
                System.out.println(forward.kernels());
            }
        }
    }
}
