package dev.twinset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.benchmarks.command.BenchCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** A benchmark as a user runs it, with the figures that it printed. */
public record BenchRun(JsonNode figures) {
    public static BenchRun of(String... arguments) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString()).hasLineCount(1);
        return new BenchRun(new ObjectMapper().readTree(out.toString()));
    }

    public List<String> names() {
        List<String> names = new ArrayList<>();
        figures.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** How fast a machine is, is not tested; only that something was measured. */
    public void assertPositive(String... names) {
        for (String name : names) {
            assertThat(figures.get(name).asDouble()).as(name).isFinite().isPositive();
        }
    }

    /** The ratio of two rates, which both are medians of one round. */
    public void assertRatio(String ratio, double expected, double tolerance) {
        assertThat(figures.get(ratio).asDouble())
                .as(ratio)
                .isBetween(expected * (1 - tolerance), expected * (1 + tolerance));
    }

    public double figure(String name) {
        return figures.get(name).asDouble();
    }
}
