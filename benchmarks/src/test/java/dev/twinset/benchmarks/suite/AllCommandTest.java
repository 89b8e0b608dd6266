package dev.twinset.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AllCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void figuresOfEachBenchmarkAreStoredAndShown() throws IOException {
        assertThat(run(List.of(
                        List.of("forward", "--model", "fast", "--rounds=1", "--seconds=0.05"),
                        List.of("search", "--items=300", "--batch=4", "--rounds=1", "--seconds=0.01", "--dimension=64"),
                        List.of(
                                "search",
                                "--items=300",
                                "--batch=8",
                                "--rounds=1",
                                "--seconds=0.01",
                                "--dimension=64"))))
                .as(err.toString())
                .isZero();

        assertThat(err.toString()).contains("2 of 3: bench search --items=300 --batch=4");
        JsonNode all = new ObjectMapper()
                .readTree(directory.resolve(AllCommand.FIGURES).toFile());
        assertThat(all.at("/machine/instructions").asText()).isEqualTo(Machine.instructions());
        assertThat(all.at("/benchmarks/0/architecture").asText()).isEqualTo("S");
        assertThat(all.at("/benchmarks/2/batch").asInt()).isEqualTo(8);
        assertThat(directory.resolve(AllCommand.PAGE))
                .content()
                .contains("<h2 id=\"forward\">forward</h2>", "<h2 id=\"search\">search</h2>", "millisPerQuery")
                .containsOnlyOnce("<td class=\"text\">ratioToOnnxRuntime</td>")
                .doesNotContain("$");
    }

    @Test
    void aBenchmarkThatFailsIsNamed() {
        assertThat(run(List.of(
                        List.of("decode", "--images", directory.resolve("none").toString()))))
                .isEqualTo(1);
        assertThat(err.toString()).contains("bench decode --images " + directory.resolve("none") + " failed: ");
    }

    private int run(List<List<String>> lines) {
        return new CommandLine(new AllCommand(lines))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    command.getErr().println(e.getMessage());
                    return 1;
                })
                .execute("--out", directory.toString());
    }
}
