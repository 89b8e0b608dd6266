package dev.twinset.broker;

import dev.twinset.console.process.LockedDirectory;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/**
 * The directory of a local cluster; locked while it is open.
 *
 * <pre>
 * cluster.properties            format, cluster.id (random: a new directory is a new cluster), brokers
 * .lock                         held by the process that runs the cluster
 * broker-N/server.properties    written at each start
 * broker-N/data/                Kafka's metadata and logs
 * broker-N/broker.log           the log of a forked broker (rolled at 10 MB, two kept)
 * broker-N/console.log          standard output and error of its JVM
 * </pre>
 */
final class ClusterDirectory implements AutoCloseable {
    private static final String DESCRIPTION = "cluster.properties";
    private static final String FORMAT = "1";

    private final Path root;
    private final String clusterId;
    private final LockedDirectory lock;

    private ClusterDirectory(Path root, String clusterId, LockedDirectory lock) {
        this.root = root;
        this.clusterId = clusterId;
        this.lock = lock;
    }

    static ClusterDirectory open(Path directory, int brokers) throws IOException {
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("a local cluster has 1 or 3 brokers, not " + brokers);
        }
        LockedDirectory lock = LockedDirectory.open(directory, "broker", DESCRIPTION);
        try {
            Path root = lock.root();
            String clusterId = describe(root, brokers);
            for (int broker = 1; broker <= brokers; broker++) {
                refuseForeignData(root, broker, clusterId);
            }
            return new ClusterDirectory(root, clusterId, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    String clusterId() {
        return clusterId;
    }

    Path broker(int broker) {
        return brokerDirectory(root, broker);
    }

    Path data(int broker) {
        return broker(broker).resolve("data");
    }

    Path log(int broker) {
        return broker(broker).resolve("broker.log");
    }

    Path console(int broker) {
        return broker(broker).resolve("console.log");
    }

    /** Writes the settings with which a broker starts. */
    Path writeSettings(int broker, Properties settings) throws IOException {
        Files.createDirectories(broker(broker));
        Path file = broker(broker).resolve("server.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            settings.store(out, "written at each start: changes here are lost");
        }
        return file;
    }

    @Override
    public void close() {
        lock.close();
    }

    private static Path brokerDirectory(Path root, int broker) {
        return root.resolve("broker-" + broker);
    }

    private static String describe(Path root, int brokers) throws IOException {
        Path file = root.resolve(DESCRIPTION);
        if (!Files.exists(file)) {
            return describeNew(file, brokers);
        }
        Properties found = load(file);
        String format = found.getProperty("format", "none");
        if (!format.equals(FORMAT)) {
            throw new IOException(file + " has format " + format + ", this version reads " + FORMAT
                    + "; use the version that made it or choose a new directory");
        }
        String count = found.getProperty("brokers", "none");
        if (!count.equals(Integer.toString(brokers))) {
            throw new IOException("the cluster in " + root + " has " + count + " broker(s), not " + brokers
                    + "; ask for " + count + " or choose a new directory");
        }
        return found.getProperty("cluster.id", "none");
    }

    private static String describeNew(Path file, int brokers) throws IOException {
        String clusterId = Uuid.randomUuid().toString();
        Properties description = new Properties();
        description.setProperty("format", FORMAT);
        description.setProperty("cluster.id", clusterId);
        description.setProperty("brokers", Integer.toString(brokers));
        try (Writer out = Files.newBufferedWriter(file)) {
            description.store(out, "a local Kafka cluster");
        }
        return clusterId;
    }

    private static void refuseForeignData(Path root, int broker, String clusterId) throws IOException {
        Path meta = brokerDirectory(root, broker).resolve("data").resolve("meta.properties");
        if (!Files.exists(meta)) {
            return;
        }
        String found = load(meta).getProperty("cluster.id", "none");
        if (!found.equals(clusterId)) {
            throw new IOException(meta.getParent() + " belongs to the cluster " + found + ", not to " + clusterId
                    + " of this directory; restore its own data or choose a new directory");
        }
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        return properties;
    }
}
