package dev.twinset.benchmarks.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.benchmarks.decode.DecodeCommand;
import dev.twinset.benchmarks.forward.ForwardCommand;
import dev.twinset.benchmarks.ingest.IngestCommand;
import dev.twinset.benchmarks.ingest.WorkersCommand;
import dev.twinset.benchmarks.search.SearchCommand;
import dev.twinset.benchmarks.why.WhyCommand;
import dev.twinset.console.FailureText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Runs single benchmarks in this process, by their names and options. */
final class Benchmarks {
    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = Map.of(
            "decode", DecodeCommand::new,
            "forward", ForwardCommand::new,
            "ingest", IngestCommand::new,
            "search", SearchCommand::new,
            "why", WhyCommand::new,
            "workers", WorkersCommand::new);

    private Benchmarks() {}

    /**
     * @param line name and options, such as {@code forward --rounds 3}
     * @param err receives what the benchmark says beside its figures
     * @return the figures
     * @throws IOException if it fails: which one, and why
     */
    static JsonNode run(List<String> line, PrintWriter err) throws IOException {
        StringWriter out = new StringWriter();
        Supplier<Callable<Integer>> command = COMMANDS.get(line.get(0));
        if (command == null) {
            throw new IOException("there is no benchmark " + line.get(0));
        }
        StringBuilder why = new StringBuilder();
        int status = new CommandLine(command.get())
                .setOut(new PrintWriter(out, true))
                .setErr(err)
                .setExecutionExceptionHandler((e, failed, parsed) -> {
                    why.append(FailureText.of(e));
                    return 1;
                })
                .execute(line.subList(1, line.size()).toArray(String[]::new));
        if (status != 0) {
            throw new IOException("bench " + String.join(" ", line) + " failed: " + why);
        }
        return new ObjectMapper().readTree(out.toString());
    }
}
