package dev.twinset.broker;

import dev.twinset.console.process.ChildProcess;
import dev.twinset.console.process.Ports;
import dev.twinset.console.process.ServerDirectory;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One forked broker. */
final class BrokerProcess {
    /**
     * An archive of classes made for this JVM's class path serves the broker's, too: they are the same. A release says
     * where the libraries of the codecs are.
     */
    private static final List<String> SHARED = List.of(
            "-XX:SharedArchiveFile=",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=",
            "-Djava.library.path=",
            "-Dorg.xerial.snappy.");

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final int broker;
    private final int port;
    private final ChildProcess process;

    private BrokerProcess(int broker, int port, ChildProcess process) {
        this.broker = broker;
        this.port = port;
        this.process = process;
    }

    static BrokerProcess fork(ServerDirectory directory, BrokerSettings settings, int broker) throws IOException {
        Path file = directory.writeSettings(broker, settings.of(broker, directory.data(broker)));
        ChildProcess process = ChildProcess.fork(
                "broker " + broker,
                command(file, ClusterDirectory.id(directory), directory.log(broker)),
                directory.home(broker),
                directory.log(broker),
                directory.console(broker));
        return new BrokerProcess(broker, settings.clientPorts().get(broker - 1), process);
    }

    private static List<String> command(Path settings, String clusterId, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // starts in half the time of the default tiers, and is fast enough for one machine
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> SHARED.stream().anyMatch(option::startsWith))
                .forEach(command::add);
        command.add("-D" + BrokerLog.FILE + "=" + log);
        command.addAll(List.of("-cp", absoluteClassPath(), BrokerMain.class.getName()));
        command.addAll(List.of(settings.toString(), clusterId));
        return command;
    }

    /** Absolute, because the broker runs in its own directory. */
    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    int broker() {
        return broker;
    }

    ChildProcess process() {
        return process;
    }

    /** Returns when the broker accepts connections. Kafka opens its port last. */
    void awaitServing() throws IOException, InterruptedException {
        process.awaitServing(this::accepts, START_LIMIT);
    }

    /** Whether it accepts connections now. */
    boolean accepts() {
        return Ports.accepts(port);
    }
}
