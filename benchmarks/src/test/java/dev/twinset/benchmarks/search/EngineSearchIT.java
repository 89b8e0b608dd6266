package dev.twinset.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.benchmarks.BenchRun;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EngineSearchIT {
    @Test
    void theEngineFindsWhatTheLocalSearchFinds() throws IOException {
        BenchRun run = BenchRun.of(
                "search", "--engine=opensearch", "--items=3000", "--batch=16", "--rounds=1", "--seconds=0.2");

        assertThat(run.figure("engineRecall")).isBetween(0.99, 1.0);
        assertThat(run.figure("engineExactRecall")).isBetween(0.999, 1.0);
        assertThat(run.figure("engineWrongScores")).isZero();
        assertThat(run.figure("engineExactWrongScores")).isZero();
        run.assertPositive(
                "engineDocumentsPerSecond",
                "engineSingleMillisPerQueryP50",
                "localSingleMillisPerQueryP50",
                "engineBatchMillisPerQueryP99",
                "localBatchMillisPerQueryP99",
                "engineWriteAndRefreshMillis",
                "engineBytesPerDocument");
    }
}
