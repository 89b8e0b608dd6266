package dev.twinset.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.benchmarks.BenchRun;
import dev.twinset.benchmarks.FeatureSampleTest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

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
                        "features",
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

    @Test
    void featuresOfAFileComeBesideRandomVectorsOfTheirLength(@TempDir Path directory) throws IOException {
        Path file = FeatureSampleTest.write(
                directory, "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", 1, 0, 0, 0, 0.6f, 0.8f);

        BenchRun run = BenchRun.of(
                "search",
                "--items=50",
                "--features=" + file,
                "--batch=2",
                "--rounds=1",
                "--seconds=0.01",
                "--filter=10",
                "--peers");

        assertThat(run.figure("dimension")).isEqualTo(3);
        run.assertPositive(
                "millisPerQuery", "randomMillisPerQuery", "filter10MillisPerQuery", "randomFilter10MillisPerQuery");
        assertThat(run.names().contains("faiss")).isEqualTo(run.names().contains("randomRatioToFaiss"));
    }

    @Test
    void anEngineIsNotSearchedForRandomVectors() {
        assertThat(new CommandLine(new SearchCommand())
                        .setErr(new PrintWriter(new StringWriter()))
                        .execute("--engine=opensearch", "--dimension=32", "--items=10"))
                .isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
