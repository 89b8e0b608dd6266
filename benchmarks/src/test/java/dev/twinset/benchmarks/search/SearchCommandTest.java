package dev.twinset.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.benchmarks.BenchRun;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SearchCommandTest {
    @Test
    void figuresFollowFromEachOther() throws IOException {
        BenchRun run =
                BenchRun.of("search", "--items=2000", "--dimension=32", "--batch=4", "--rounds=1", "--seconds=0.05");

        assertThat(run.names())
                .containsExactly(
                        "bench",
                        "items",
                        "dimension",
                        "batch",
                        "threads",
                        "millisPerQuery",
                        "plainProductMillisPerQuery",
                        "ratioToPlainProduct",
                        "gigaflops",
                        "peakGigaflops",
                        "shareOfPeak");
        assertThat(run.figure("items")).isEqualTo(2000);
        assertThat(run.figure("dimension")).isEqualTo(32);
        assertThat(run.figure("batch")).isEqualTo(4);
        run.assertPositive("millisPerQuery", "plainProductMillisPerQuery", "peakGigaflops");
        // rounded to 0.0001 ms
        run.assertRatio(
                "ratioToPlainProduct", run.figure("plainProductMillisPerQuery") / run.figure("millisPerQuery"), 0.05);
    }
}
