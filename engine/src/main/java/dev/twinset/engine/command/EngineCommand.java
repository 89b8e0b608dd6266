package dev.twinset.engine.command;

import dev.twinset.console.CommandOutput;
import dev.twinset.engine.LocalOpenSearch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset engine}: a real OpenSearch until Ctrl-C. */
@Command(
        name = "engine",
        mixinStandardHelpOptions = true,
        description = "Run a real OpenSearch on this machine, without Docker.",
        footer = {
            "",
            "It listens on 127.0.0.1 only, without passwords or encryption: for trials and tests.",
            "Started again with the same directory, it serves the same data.",
            "Each node takes up to 1 GB of memory."
        })
public final class EngineCommand implements Callable<Integer> {
    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Directory of its data and logs.")
    @SuppressWarnings("NullAway.Init") // required
    private Path directory;

    @Option(
            names = "--port",
            defaultValue = "9200",
            paramLabel = "N",
            description =
                    "HTTP port of the first node; the others follow. 0 takes free ones. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--nodes",
            defaultValue = "1",
            paramLabel = "N",
            description = "1 to 3; an index with replicas needs two or more. Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        LocalOpenSearch engine = LocalOpenSearch.start(directory, nodes, port);
        Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "engine-stop"));
        announce(engine.addresses());
        throw new IOException(engine.awaitFailure());
    }

    private void check() {
        if (nodes < 1 || nodes > 3) {
            throw output.usageError("--nodes is " + nodes + ", expected 1..3");
        }
        if (port < 0 || port + nodes - 1 > 65_535) {
            throw output.usageError("--port is " + port + ", expected 0.." + (65_535 - nodes + 1));
        }
    }

    private void announce(List<String> addresses) {
        output.print(
                () -> "OpenSearch serves at " + String.join(", ", addresses) + "; data and logs are in " + directory
                        + "." + System.lineSeparator() + "Ctrl-C stops it; the same --dir brings its data back.",
                () -> "{\"addresses\":[\"" + String.join("\",\"", addresses) + "\"]}");
    }
}
