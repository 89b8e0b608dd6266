package dev.twinset.cli.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.twinset.cli.torture.ledger.LedgerMain;
import dev.twinset.cli.torture.ledger.LedgerReport;
import dev.twinset.cli.torture.ledger.SentEvent;
import dev.twinset.console.DaemonThreads;
import dev.twinset.console.FailureText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The ledger in a process of its own: see {@link LedgerMain}. Any thread. */
final class LedgerProcess implements AutoCloseable {
    /** To read all that is committed, on a machine that is short of CPU. */
    private static final Duration REPORT_LIMIT = Duration.ofMinutes(10);

    private final Process process;
    private final PrintStream commands;
    private final CompletableFuture<LedgerReport> report = new CompletableFuture<>();
    private final Path log;
    private volatile long open;
    private volatile long ended;

    private LedgerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.commands = new PrintStream(process.getOutputStream(), true, UTF_8);
    }

    static LedgerProcess start(String bootstrap, String modelId, int dimension, String group, Path log)
            throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LedgerMain.class.getName(),
                        bootstrap,
                        modelId,
                        String.valueOf(dimension),
                        group)
                .redirectError(log.toFile())
                .start();
        LedgerProcess ledger = new LedgerProcess(process, log);
        DaemonThreads.unstarted("torture-ledger", ledger::readOutput).start();
        return ledger;
    }

    private void readOutput() {
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("state ")) {
                    String[] state = line.split(" ", 3);
                    open = Long.parseLong(state[1]);
                    ended = Long.parseLong(state[2]);
                } else if (line.startsWith("{")) {
                    report.complete(JsonMapper.builder().build().readValue(line, LedgerReport.class));
                }
            }
        } catch (IOException | RuntimeException e) {
            report.completeExceptionally(e);
        }
        report.completeExceptionally(new IOException("the ledger ended without a report; its log is " + log));
    }

    void sent(SentEvent event) {
        command("event " + event.line());
    }

    void fault(String name) {
        command("fault " + name + " " + Clock.systemUTC().millis());
    }

    private synchronized void command(String line) {
        commands.println(line);
    }

    /** Events that have no end yet. */
    long open() {
        return open;
    }

    /** Events that have one. */
    long ended() {
        return ended;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it, after it has read all that is committed. */
    LedgerReport finish() throws IOException, InterruptedException {
        command("end");
        try {
            return report.get(REPORT_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the ledger failed: " + FailureText.of(e), e);
        } catch (TimeoutException e) {
            throw new IOException(
                    "the ledger has not reported for " + REPORT_LIMIT.toMinutes()
                            + " minutes: does Kafka still answer? Its log is " + log,
                    e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
