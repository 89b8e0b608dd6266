package dev.twinset.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The same work in a Python process, which runs only when it is its turn. */
public final class PythonPeer implements AutoCloseable {
    private static final String READY = "ready ";

    private final String script;
    private final Process process;
    private final BufferedReader answers;
    private final Writer turns;
    private final String version;

    private PythonPeer(String script, Process process, BufferedReader answers, String version) {
        this.script = script;
        this.process = process;
        this.answers = answers;
        turns = process.outputWriter(UTF_8);
        this.version = version;
    }

    /**
     * Starts a script; empty if there is no such Python, or if it lacks what the script imports.
     *
     * @param directory for the script and whatever else it is given
     * @param script a resource beside {@code owner}; it prints "ready VERSION", and then for each line with the length
     *     of a turn in seconds a line with its rate
     * @param threads that its libraries may use
     */
    public static Optional<PythonPeer> start(
            Path python, Path directory, Class<?> owner, String script, int threads, List<String> arguments)
            throws IOException {
        Path file = directory.resolve(script);
        try (InputStream resource = owner.getResourceAsStream(script)) {
            if (resource == null) {
                throw new IllegalStateException(script + " is not on the class path");
            }
            Files.copy(resource, file);
        }
        List<String> command = new ArrayList<>(List.of(python.toString(), file.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        builder.environment().put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.empty(); // no Python
        }
        BufferedReader answers = process.inputReader(UTF_8);
        String first = answers.readLine();
        if (first == null || !first.startsWith(READY)) {
            process.destroy();
            return Optional.empty();
        }
        return Optional.of(new PythonPeer(script, process, answers, first.substring(READY.length())));
    }

    /** Of the library that does most of its work. */
    public String version() {
        return version;
    }

    /** Its rate over a turn of this length. */
    public double rate(double seconds) throws IOException {
        turns.write(seconds + "\n");
        turns.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException(script + " has ended");
        }
        return Double.parseDouble(answer);
    }

    /** A new file of little-endian float32, one vector after the other. */
    public static Path write(Path file, List<float[]> vectors) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (float[] vector : vectors) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(vector);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        }
        return file;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
