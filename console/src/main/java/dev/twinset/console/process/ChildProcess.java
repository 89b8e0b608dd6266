package dev.twinset.console.process;

import dev.twinset.console.FailureText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A forked server with a log. Its standard input is a pipe from this process: see {@code ParentWatch}. It ignores the
 * interrupt that a terminal sends to all of its processes: this process ends it when nothing needs it any more.
 */
public final class ChildProcess {
    private static final List<String> UNINTERRUPTED = List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh");
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final String name;
    private final Path log;
    private final Path console;
    private final Process process;

    private ChildProcess(String name, Path log, Path console, Process process) {
        this.name = name;
        this.log = log;
        this.console = console;
        this.process = process;
    }

    /**
     * Forks it in its own directory: its core and heap dumps are written there.
     *
     * @param name for messages, such as "broker 1"
     * @param log what it writes by itself
     * @param console gets its standard output and error
     */
    public static ChildProcess fork(String name, List<String> command, Path directory, Path log, Path console)
            throws IOException {
        List<String> uninterrupted = new ArrayList<>(UNINTERRUPTED);
        uninterrupted.addAll(command);
        Process process = new ProcessBuilder(uninterrupted)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
        return new ChildProcess(name, log, console, process);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns when it serves. */
    public void awaitServing(Probe probe, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!probe.serves()) {
            if (process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(failure());
            }
            if (System.nanoTime() > end) {
                throw new IOException(name + " does not serve after " + limit.toSeconds() + " s; its log is " + log);
            }
        }
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks all to stop at once, and kills those that have not stopped within the limit. An interrupt is kept. */
    public static void stop(Collection<ChildProcess> children, Duration limit) {
        // Process.destroy would also close its standard input, and the child would halt
        children.forEach(child -> child.handle().destroy());
        long end = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        for (ChildProcess child : children) {
            interrupted |= !awaitStop(child.process, end);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns false if this thread was interrupted while waiting; the process has ended in both cases. */
    private static boolean awaitStop(Process process, long end) {
        try {
            if (!process.waitFor(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return true;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            return false;
        }
    }

    /** Why it ended, in one sentence, with the last error of its log. */
    public String failure() {
        return name + " ended with exit code " + process.exitValue() + ": " + lastError() + " (its log: " + log + ")";
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
            return List.of("and its log cannot be read: " + FailureText.of(e));
        }
    }

    /** Whether a server answers now. */
    @FunctionalInterface
    public interface Probe {
        boolean serves() throws IOException, InterruptedException;
    }
}
