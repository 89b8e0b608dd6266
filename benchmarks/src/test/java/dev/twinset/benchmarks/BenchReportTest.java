package dev.twinset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class BenchReportTest {
    @Test
    void figuresAreOneLineOfJsonInTheirOrderAndRounded() {
        StringWriter out = new StringWriter();
        CommandSpec command = CommandSpec.create();
        new CommandLine(command).setOut(new PrintWriter(out, true));
        new BenchReport("search")
                .put("items", 44000)
                .put("shareOfPeak", 0.41649, 3)
                .put("model", "standard")
                .print(command);

        assertThat(out)
                .hasToString("{\"bench\":\"search\",\"items\":44000,\"shareOfPeak\":0.416,\"model\":\"standard\"}"
                        + System.lineSeparator());
    }
}
