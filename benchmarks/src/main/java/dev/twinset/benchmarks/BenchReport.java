package dev.twinset.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.math3.util.Precision;
import picocli.CommandLine.Model.CommandSpec;

/** The figures of a benchmark, printed as one line of JSON. */
public final class BenchReport {
    private final ObjectNode json = new ObjectMapper().createObjectNode();

    public BenchReport(String bench) {
        json.put("bench", bench);
    }

    public BenchReport put(String name, String value) {
        json.put(name, value);
        return this;
    }

    public BenchReport put(String name, long value) {
        json.put(name, value);
        return this;
    }

    /** @param digits behind the decimal point */
    public BenchReport put(String name, double value, int digits) {
        json.put(name, Precision.round(value, digits));
        return this;
    }

    public void print(CommandSpec command) {
        command.commandLine().getOut().println(json);
    }
}
