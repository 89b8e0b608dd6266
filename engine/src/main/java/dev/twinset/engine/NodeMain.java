package dev.twinset.engine;

import dev.twinset.console.ParentWatch;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * The main class of a node; its argument is the file {@code node.properties}. Standard input is a pipe from the parent
 * process. When the parent ends, for whatever reason, the pipe is closed and the node halts.
 *
 * <p>OpenSearch's own main class wants a distribution on disk and refuses to run as root.
 */
final class NodeMain {
    private static final int FAILED = 1;
    private static final int ORPHANED = 3;

    private NodeMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        run(Path.of(arguments[0]), List.of());
    }

    /** @param more plugins, beside those that every node has */
    static void run(Path file, List<Class<? extends Plugin>> more) throws InterruptedException {
        ParentWatch.start(System.in, () -> Runtime.getRuntime().halt(ORPHANED));
        try {
            Node node = new LocalNode(settings(file), more);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "node-stop"));
            node.start();
        } catch (Exception | LinkageError e) {
            // fatal: the parent looks for the reason in the log
            LogManager.getLogger(NodeMain.class).error(e.getMessage(), e);
            Runtime.getRuntime().halt(FAILED);
        }
        // all threads of a node are daemons
        new CountDownLatch(1).await();
    }

    private static Settings settings(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        Settings.Builder settings = Settings.builder();
        properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
        return settings.build();
    }

    private static void close(Node node) {
        try {
            node.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the node", e);
        }
    }

    /** Its jar comes out of a zip: the compiler does not see it. */
    private static Class<? extends Plugin> knn() throws ClassNotFoundException {
        return Class.forName("org.opensearch.knn.plugin.KNNPlugin").asSubclass(Plugin.class);
    }

    private static final class LocalNode extends Node {
        LocalNode(Settings settings, List<Class<? extends Plugin>> more) throws ClassNotFoundException {
            super(
                    InternalSettingsPreparer.prepareEnvironment(
                            settings, Map.of(), null, () -> settings.get("node.name")),
                    Stream.concat(Stream.of(Netty4Plugin.class, PainlessPlugin.class, knn()), more.stream())
                            .toList(),
                    false);
        }
    }
}
