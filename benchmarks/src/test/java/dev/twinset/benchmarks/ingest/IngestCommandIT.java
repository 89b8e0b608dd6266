package dev.twinset.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.benchmarks.BenchRun;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class IngestCommandIT {
    @Test
    @Timeout(300)
    void bothPipelinesAnswerTheirBacklogs() throws IOException {
        BenchRun run = BenchRun.of("ingest", "--no-vision", "--items=700", "--stored=2000", "--rounds=1");

        assertThat(run.names())
                .containsExactly(
                        "bench",
                        "extractor",
                        "items",
                        "stored",
                        "threads",
                        "exactlyOnceImagesPerSecond",
                        "atLeastOnceImagesPerSecond",
                        "ratioToAtLeastOnce");
        assertThat(run.figures().get("extractor").asText()).isEqualTo("hash");
        assertThat(run.figure("items")).isEqualTo(700);
        run.assertPositive("threads", "exactlyOnceImagesPerSecond", "atLeastOnceImagesPerSecond");
        run.assertRatio(
                "ratioToAtLeastOnce",
                run.figure("exactlyOnceImagesPerSecond") / run.figure("atLeastOnceImagesPerSecond"),
                0.1);
    }
}
