package dev.twinset.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.benchmarks.command.BenchCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** Here, as its workers are those of the whole program. */
class BenchWorkersIT {
    @Test
    @Timeout(600)
    void realWorkersAreMeasured() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute("workers", "--items=200", "--stored=500", "--seconds=1", "--rounds=1", "--model=fast");
        assertThat(status).as(err.toString()).isZero();
        JsonNode figures = new ObjectMapper().readTree(out.toString());
        for (String name : List.of(
                "startMillis",
                "startCpuMillis",
                "startMegabytes",
                "imagesPerSecond",
                "mostMegabytes",
                "uploadsPerSecond",
                "answerP50Millis")) {
            assertThat(figures.path(name).asDouble()).as(name).isPositive();
        }
        assertThat(figures.path("answerP99Millis").asDouble())
                .isGreaterThanOrEqualTo(figures.path("answerP50Millis").asDouble());
        assertThat(figures.path("mostMegabytes").asLong())
                .isGreaterThanOrEqualTo(figures.path("startMegabytes").asLong());
        if (figures.has("ratioTwoToOne")) { // one core only, or no taskset
            assertThat(figures.path("ratioTwoToOne").asDouble()).isPositive();
        }
    }
}
