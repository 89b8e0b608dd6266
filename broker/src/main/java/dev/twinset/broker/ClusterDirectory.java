package dev.twinset.broker;

import dev.twinset.console.process.ServerDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** The {@link ServerDirectory} of a local cluster: its description names the cluster's id. */
final class ClusterDirectory {
    private static final String ID = "cluster.id";
    private static final ServerDirectory.Layout LAYOUT =
            new ServerDirectory.Layout("broker", "cluster", "broker", "server.properties");

    private ClusterDirectory() {}

    /** @throws IOException if it cannot be taken, or holds the data of another cluster */
    static ServerDirectory open(Path directory, int brokers) throws IOException {
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("a local cluster has 1 or 3 brokers, not " + brokers);
        }
        Map<String, String> notes = Map.of(ID, Uuid.randomUuid().toString()); // a new directory is a new cluster
        ServerDirectory opened = ServerDirectory.open(directory, LAYOUT, brokers, notes);
        try {
            for (int broker = 1; broker <= brokers; broker++) {
                refuseForeignData(opened.data(broker), id(opened));
            }
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** The cluster's. */
    static String id(ServerDirectory directory) {
        return directory.description(ID);
    }

    private static void refuseForeignData(Path data, String clusterId) throws IOException {
        Path meta = data.resolve("meta.properties");
        if (!Files.exists(meta)) {
            return;
        }
        String found = ServerDirectory.load(meta).getProperty(ID, "none");
        if (!found.equals(clusterId)) {
            throw new IOException(data + " belongs to the cluster " + found + ", not to " + clusterId
                    + " of this directory; restore its own data or choose a new directory");
        }
    }
}
