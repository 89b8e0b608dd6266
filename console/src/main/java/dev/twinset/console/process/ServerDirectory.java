package dev.twinset.console.process;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * The directory of a local server of one or more processes, numbered from 1; locked while it is open. With the names of
 * a {@link Layout} for three brokers of a cluster:
 *
 * <pre>
 * cluster.properties            format, brokers, and what else the server notes about itself
 * .lock                         held by the process that runs the server
 * broker-N/server.properties    written at each start
 * broker-N/data/                the process's data
 * broker-N/broker.log           its log (rolled at 10 MB, two kept)
 * broker-N/console.log          standard output and error of its JVM
 * </pre>
 */
public final class ServerDirectory implements AutoCloseable {
    private static final String FORMAT = "1";

    private final LockedDirectory lock;
    private final Layout layout;
    private final Properties description;

    private ServerDirectory(LockedDirectory lock, Layout layout, Properties description) {
        this.lock = lock;
        this.layout = layout;
        this.description = description;
    }

    /**
     * What a server and its files are called.
     *
     * @param server for messages, such as "broker"
     * @param whole what all processes are together, such as "cluster"
     * @param process such as "broker"
     * @param settings name of the file with which a process starts
     */
    public record Layout(String server, String whole, String process, String settings) {
        String description() {
            return whole + ".properties";
        }
    }

    /**
     * Creates the directory if it is missing or empty; refuses one that holds anything else, is in use or belongs to a
     * server of another size.
     *
     * @param notes goes into the description of a new directory
     */
    public static ServerDirectory open(Path directory, Layout layout, int processes, Map<String, String> notes)
            throws IOException {
        LockedDirectory lock = LockedDirectory.open(directory, layout.server, layout.description());
        try {
            return new ServerDirectory(lock, layout, described(lock.root(), layout, processes, notes));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Properties described(Path root, Layout layout, int processes, Map<String, String> notes)
            throws IOException {
        Path file = root.resolve(layout.description());
        String key = layout.process + "s";
        if (!Files.exists(file)) {
            Properties description = new Properties();
            description.setProperty("format", FORMAT);
            description.setProperty(key, Integer.toString(processes));
            description.putAll(notes);
            store(description, file, "a local " + layout.whole);
            return description;
        }
        Properties description = load(file);
        String format = description.getProperty("format", "none");
        if (!format.equals(FORMAT)) {
            throw new IOException(file + " has format " + format + ", this version reads " + FORMAT
                    + "; use the version that made it or choose a new directory");
        }
        String count = description.getProperty(key, "none");
        if (!count.equals(Integer.toString(processes))) {
            throw new IOException("the " + layout.whole + " in " + root + " has " + count + " " + layout.process
                    + "(s), not " + processes + "; ask for " + count + " or choose a new directory");
        }
        return description;
    }

    /** What the description says, or "none". */
    public String description(String key) {
        return description.getProperty(key, "none");
    }

    /** Of one process. */
    public Path home(int process) {
        return lock.root().resolve(layout.process + "-" + process);
    }

    public Path data(int process) {
        return home(process).resolve("data");
    }

    public Path log(int process) {
        return home(process).resolve(layout.process + ".log");
    }

    public Path console(int process) {
        return home(process).resolve("console.log");
    }

    /** Writes the settings with which a process starts. */
    public Path writeSettings(int process, Properties settings) throws IOException {
        Files.createDirectories(home(process));
        Path file = home(process).resolve(layout.settings);
        store(settings, file, "written at each start: changes here are lost");
        return file;
    }

    /** Reads a properties file. */
    public static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }

    private static void store(Properties properties, Path file, String comment) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, comment);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
