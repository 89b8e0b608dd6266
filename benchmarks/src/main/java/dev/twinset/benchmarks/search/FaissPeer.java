package dev.twinset.benchmarks.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.twinset.worker.search.Query;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** FAISS' exact index over the same vectors, in a Python process that works only when it is its turn. */
final class FaissPeer implements AutoCloseable {
    private static final String SCRIPT = "faiss_peer.py";
    private static final String READY = "ready ";

    private final Process process;
    private final BufferedReader answers;
    private final Writer turns;
    private final String version;

    private FaissPeer(Process process, BufferedReader answers, String version) {
        this.process = process;
        this.answers = answers;
        turns = process.outputWriter(UTF_8);
        this.version = version;
    }

    /**
     * Starts it; empty if this Python has no FAISS.
     *
     * @param directory for its files
     */
    static Optional<FaissPeer> start(Path python, Path directory, float[][] vectors, List<Query> queries)
            throws IOException {
        Path script = directory.resolve(SCRIPT);
        try (InputStream resource = FaissPeer.class.getResourceAsStream(SCRIPT)) {
            if (resource == null) {
                throw new IllegalStateException(SCRIPT + " is not on the class path");
            }
            Files.copy(resource, script);
        }
        Path rows = write(directory.resolve("rows.f4"), Arrays.asList(vectors));
        Path asked = write(
                directory.resolve("queries.f4"),
                queries.stream().map(Query::vector).toList());
        ProcessBuilder command = new ProcessBuilder(
                        python.toString(),
                        script.toString(),
                        rows.toString(),
                        asked.toString(),
                        Integer.toString(vectors[0].length))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        command.environment().put("OMP_NUM_THREADS", "1");
        command.environment().put("OPENBLAS_NUM_THREADS", "1");
        Process process;
        try {
            process = command.start();
        } catch (IOException e) {
            return Optional.empty(); // no Python
        }
        BufferedReader answers = process.inputReader(UTF_8);
        String first = answers.readLine();
        if (first == null || !first.startsWith(READY)) {
            process.destroy();
            return Optional.empty();
        }
        return Optional.of(new FaissPeer(process, answers, first.substring(READY.length())));
    }

    String version() {
        return version;
    }

    /** Searches for all queries per second, by the better of its two ways, over a turn of this length each. */
    double rate(double seconds) throws IOException {
        turns.write(seconds + "\n");
        turns.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the process with FAISS has ended");
        }
        return Double.parseDouble(answer);
    }

    private static Path write(Path file, List<float[]> vectors) throws IOException {
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
