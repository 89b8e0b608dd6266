package dev.twinset.broker;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One forked broker. */
final class BrokerProcess {
    /** An archive of classes made for this JVM's class path serves the broker's, too: they are the same. */
    private static final String CLASS_ARCHIVE = "-XX:SharedArchiveFile=";

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final int broker;
    private final int port;
    private final Path log;
    private final Path console;
    private final Process process;

    private BrokerProcess(int broker, int port, Path log, Path console, Process process) {
        this.broker = broker;
        this.port = port;
        this.log = log;
        this.console = console;
        this.process = process;
    }

    static BrokerProcess fork(ClusterDirectory directory, BrokerSettings settings, int broker) throws IOException {
        Path file = directory.writeSettings(broker, settings.of(broker, directory.data(broker)));
        File console = directory.console(broker).toFile();
        Process process = new ProcessBuilder(command(file, directory.clusterId(), directory.log(broker)))
                .directory(directory.broker(broker).toFile())
                .redirectErrorStream(true)
                .redirectOutput(console)
                .start();
        return new BrokerProcess(
                broker,
                settings.clientPorts().get(broker - 1),
                directory.log(broker),
                directory.console(broker),
                process);
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
                .filter(option -> option.startsWith(CLASS_ARCHIVE))
                .forEach(command::add);
        command.add("-Dlogback.configurationFile=dev/twinset/broker/broker-logback.xml");
        command.add("-Dtwinset.broker.log=" + log);
        command.addAll(List.of("-cp", absoluteClassPath(), BrokerMain.class.getName()));
        command.addAll(List.of(settings.toString(), clusterId));
        return command;
    }

    /** Absolute, because the broker runs in its own directory: its core and heap dumps are written there. */
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

    Process process() {
        return process;
    }

    /** Returns when the broker accepts connections. Kafka opens its port last. */
    void awaitServing() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!accepts()) {
            if (process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(failure());
            }
            if (System.nanoTime() > end) {
                throw new IOException("broker " + broker + " does not serve after " + START_LIMIT.toSeconds()
                        + " s; its log is " + log);
            }
        }
    }

    /** Whether it accepts connections now. */
    boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks it to stop. {@link Process#destroy} would also close its standard input, and the broker would halt. */
    void stop() {
        process.toHandle().destroy();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Why the broker ended, in one sentence, with the last error of its log. */
    String failure() {
        return "broker " + broker + " ended with exit code " + process.exitValue() + ": " + lastError() + " (its log: "
                + log + ")";
    }

    private String lastError() {
        List<String> errors = lines(log).stream()
                .filter(line -> line.contains(" ERROR ") || line.contains("Exception: "))
                .toList();
        List<String> candidates = errors.isEmpty() ? lines(console) : errors;
        return candidates.isEmpty()
                ? "its log is empty"
                : candidates.get(candidates.size() - 1).strip();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            return List.of("and its log cannot be read: " + e);
        }
    }
}
