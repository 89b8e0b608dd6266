package dev.twinset.benchmarks.why;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.benchmarks.BenchRun;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class WhyCommandTest {
    @Test
    void figuresAreOfTheBuiltInModelAndAddUp() throws IOException {
        BenchRun run = BenchRun.of("why", "--rounds=1", "--seconds=0.05");

        assertThat(run.names())
                .containsExactly(
                        "bench",
                        "model",
                        "items",
                        "threads",
                        "partsMicroseconds",
                        "looksLikeMicroseconds",
                        "microsecondsPerAnswer");
        assertThat(run.figures().get("model").asText())
                .isEqualTo(ModelBundle.standard().modelId());
        run.assertPositive("partsMicroseconds", "looksLikeMicroseconds");
        assertThat(run.figure("microsecondsPerAnswer"))
                .isCloseTo(run.figure("partsMicroseconds") + run.figure("looksLikeMicroseconds"), within(0.11));
    }
}
