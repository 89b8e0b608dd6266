package dev.twinset.engine;

import dev.twinset.console.process.LockedDirectory;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The directory of a local OpenSearch; locked while it is open.
 *
 * <pre>
 * engine.properties         format, nodes
 * .lock                     held by the process that runs the nodes
 * node-N/node.properties    written at each start
 * node-N/data/              OpenSearch's data
 * node-N/node.log           warnings and errors of the node (rolled at 10 MB, two kept)
 * node-N/console.log        standard output and error of its JVM
 * </pre>
 */
final class EngineDirectory implements AutoCloseable {
    private static final String DESCRIPTION = "engine.properties";
    private static final String FORMAT = "1";

    private final LockedDirectory lock;

    private EngineDirectory(LockedDirectory lock) {
        this.lock = lock;
    }

    static EngineDirectory open(Path directory, int nodes) throws IOException {
        if (nodes < 1 || nodes > 3) {
            throw new IllegalArgumentException("a local engine has 1 to 3 nodes, not " + nodes);
        }
        LockedDirectory lock = LockedDirectory.open(directory, "engine", DESCRIPTION);
        try {
            describe(lock.root().resolve(DESCRIPTION), nodes);
            return new EngineDirectory(lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path root() {
        return lock.root();
    }

    Path node(int node) {
        return root().resolve("node-" + node);
    }

    Path log(int node) {
        return node(node).resolve("node.log");
    }

    Path console(int node) {
        return node(node).resolve("console.log");
    }

    /** Writes the settings with which a node starts. */
    Path writeSettings(int node, Properties settings) throws IOException {
        Files.createDirectories(node(node));
        Path file = node(node).resolve("node.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            settings.store(out, "written at each start: changes here are lost");
        }
        return file;
    }

    @Override
    public void close() {
        lock.close();
    }

    private static void describe(Path file, int nodes) throws IOException {
        Properties description = new Properties();
        if (!Files.exists(file)) {
            description.setProperty("format", FORMAT);
            description.setProperty("nodes", Integer.toString(nodes));
            try (Writer out = Files.newBufferedWriter(file)) {
                description.store(out, "a local OpenSearch");
            }
            return;
        }
        try (Reader in = Files.newBufferedReader(file)) {
            description.load(in);
        }
        String format = description.getProperty("format", "none");
        if (!format.equals(FORMAT)) {
            throw new IOException(file + " has format " + format + ", this version reads " + FORMAT
                    + "; use the version that made it or choose a new directory");
        }
        String count = description.getProperty("nodes", "none");
        if (!count.equals(Integer.toString(nodes))) {
            throw new IOException("the engine in " + file.getParent() + " has " + count + " node(s), not " + nodes
                    + "; ask for " + count + " or choose a new directory");
        }
    }
}
