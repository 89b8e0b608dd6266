package dev.twinset.benchmarks.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.twinset.benchmarks.BenchRun;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ForwardCommandTest {
    @Test
    void figuresAreOfTheBuiltInModelAndFollowFromEachOther() throws IOException {
        BenchRun run = BenchRun.of("forward", "--rounds=1", "--seconds=0.05");

        assertThat(run.names())
                .containsExactly(
                        "bench",
                        "model",
                        "architecture",
                        "kernels",
                        "batch",
                        "threads",
                        "imagesPerSecond",
                        "onnxRuntimeImagesPerSecond",
                        "ratioToOnnxRuntime",
                        "gigaflops");
        ModelBundle bundle = ModelBundle.standard();
        assertThat(run.figures().get("model").asText()).isEqualTo(bundle.modelId());
        run.assertPositive("batch", "imagesPerSecond", "onnxRuntimeImagesPerSecond", "ratioToOnnxRuntime");
        assertThat(run.figure("gigaflops"))
                .isCloseTo(
                        run.figure("imagesPerSecond") * bundle.architecture().operations() / 1e9, withinPercentage(10));
    }
}
