package dev.twinset.console.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One worker in a process of its own, with its output in a file. It ends when this process does. */
public final class WorkerProcess {
    /** By its name, as the program knows its commands and not the other way round. */
    public static final String MAIN_CLASS = "dev.twinset.cli.Twinset";

    private static final String LAUNCHER = "TWINSET_LAUNCHER";
    private static final String READY = "twinset worker ready";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int TAIL_LINES = 15;

    private final String id;
    private final Path log;
    private final long logStart;
    private final Process process;

    private WorkerProcess(String id, Path log, long logStart, Process process) {
        this.id = id;
        this.log = log;
        this.logStart = logStart;
        this.process = process;
    }

    /** @param settings of the worker, {@code key=value} */
    public static WorkerProcess fork(String id, Path log, Collection<String> settings) throws IOException {
        return fork(id, log, program(), settings);
    }

    /**
     * What runs Twinset: the launcher, where this process was told it, as that knows what is best for a worker's JVM;
     * else a JVM like this one, of the same Java, class path and options.
     */
    public static List<String> program() {
        String launcher = System.getenv(LAUNCHER);
        return launcher == null ? javaProgram() : List.of(launcher);
    }

    /** @param program what runs Twinset, without the command {@code worker} */
    public static WorkerProcess fork(String id, Path log, List<String> program, Collection<String> settings)
            throws IOException {
        return fork(id, log, program, "--die-with-parent", settings);
    }

    /**
     * Starts one that loads its model, and uses Kafka only after {@link #connect}: both can start at the same time.
     *
     * @param settings of the worker, {@code key=value}
     */
    public static WorkerProcess waiting(String id, Path log, Collection<String> settings) throws IOException {
        return fork(id, log, program(), "--wait-for-parent", settings);
    }

    private static WorkerProcess fork(
            String id, Path log, List<String> program, String option, Collection<String> settings) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("worker", option)); // its standard input is a pipe from here
        settings.forEach(setting -> command.addAll(List.of("--set", setting)));
        long logStart = Files.exists(log) ? Files.size(log) : 0;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("TWINSET_NO_BUILD", "1"); // what this process runs is built
        return new WorkerProcess(id, log, logStart, builder.start());
    }

    private static List<String> javaProgram() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(WorkerProcess::isForChildren)
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
        return command;
    }

    /** A debugger's port can be taken once, and the child's output is not a terminal. */
    private static boolean isForChildren(String option) {
        return !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Dtwinset.");
    }

    public String id() {
        return id;
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** @throws IllegalThreadStateException if it has not ended */
    public int exitCode() {
        return process.exitValue();
    }

    /** Lets one that was started as {@link #waiting} use Kafka. If it has ended, {@link #isReady} says so. */
    public void connect() {
        try {
            OutputStream pipe = process.getOutputStream();
            pipe.write('\n');
            pipe.flush();
        } catch (IOException e) {
            // it has ended
        }
    }

    /** @throws IOException if it has ended */
    public boolean isReady() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(failure());
        }
        return said(READY);
    }

    public void awaitReady(Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!isReady()) {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
            if (System.nanoTime() > end) {
                throw new IOException(
                        "worker " + id + " is not ready after " + limit.toSeconds() + " s; it said:" + tail());
            }
        }
    }

    /** Why it ended, in its own words. */
    public String failure() {
        return "worker " + id + " ended with exit code " + process.exitValue() + "; it said:" + tail();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM. Not by {@link Process#destroy}: that closes its standard input too, as if this process had died. */
    public void stop() {
        process.toHandle().destroy();
    }

    /** Waits until it has ended by itself; false if it has not. */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    public void awaitStop(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private boolean said(String words) throws IOException {
        return sinceStart().contains(words);
    }

    private String sinceStart() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            byte[] bytes = new byte[(int) Math.max(0, file.length() - logStart)];
            file.seek(logStart);
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private String tail() {
        try {
            List<String> lines = sinceStart().lines().toList();
            String tail = String.join(
                    System.lineSeparator() + "  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
            return System.lineSeparator() + "  " + tail;
        } catch (IOException e) {
            return " (its log " + log + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
