package dev.twinset.broker.command;

import dev.twinset.broker.LocalKafka;
import dev.twinset.console.CommandOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code twinset broker}: a real Kafka until Ctrl-C. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Run a real Kafka on this machine, without Docker.",
        footer = {
            "",
            "It listens on 127.0.0.1 only, without passwords or encryption: for trials and tests.",
            "Started again with the same directory, it serves the same data."
        })
public final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Directory of its data and logs.")
    @SuppressWarnings("NullAway.Init") // required
    private Path directory;

    @Option(
            names = "--port",
            defaultValue = "9092",
            paramLabel = "N",
            description = "Port of the first broker; the others follow. 0 takes free ones. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--brokers",
            defaultValue = "1",
            paramLabel = "N",
            description =
                    "1, or 3: then every record is on all three, and any one may fail. A broker that fails is started again."
                            + " Default: ${DEFAULT-VALUE}.")
    private int brokers;

    @Mixin
    private CommandOutput output = new CommandOutput();

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        LocalKafka.Forked kafka = LocalKafka.forked(directory, brokers, port);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "broker-stop"));
        announce(kafka.bootstrapServers());
        throw new IOException(kafka.supervise(this::report));
    }

    private void report(String event) {
        output.err().println(event);
        output.err().flush();
    }

    private void check() {
        if (brokers != 1 && brokers != 3) {
            throw output.usageError("--brokers is " + brokers + ", expected 1 or 3");
        }
        if (port < 0 || port + brokers - 1 > 65_535) {
            throw output.usageError("--port is " + port + ", expected 0.." + (65_535 - brokers + 1));
        }
    }

    private void announce(String bootstrapServers) {
        PrintWriter out = output.out();
        if (output.json()) {
            out.println("{\"bootstrapServers\":\"" + bootstrapServers + "\"}");
        } else {
            out.println("Kafka serves at " + bootstrapServers + "; data and logs are in " + directory + ".");
            out.println("Ctrl-C stops it; the same --dir brings its data back.");
        }
        out.flush();
    }
}
