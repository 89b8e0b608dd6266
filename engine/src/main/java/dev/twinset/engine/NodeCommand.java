package dev.twinset.engine;

import static java.util.Objects.requireNonNull;

import dev.twinset.console.ParentWatch;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The command line of a node. Its class path is its own: OpenSearch's jars do not go with ours. */
final class NodeCommand {
    private NodeCommand() {}

    static List<String> of(Path settings, Path log, int heapMiB) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heapMiB + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.add("-Dlog4j2.configurationFile=dev/twinset/engine/node-log4j2.properties");
        command.add("-Dtwinset.engine.log=" + log);
        command.addAll(List.of("-cp", classPath(), NodeMain.class.getName(), settings.toString()));
        return command;
    }

    private static String classPath() throws IOException {
        Path own = source(NodeMain.class);
        Path jars = jars(own);
        return String.join(
                File.pathSeparator,
                own.toString(),
                source(ParentWatch.class).toString(),
                jars.resolve("*").toString());
    }

    /** OpenSearch's jars: the build puts them beside this module's classes and jar. */
    static Path jars(Path own) throws IOException {
        Path jars = own.resolveSibling(folder());
        if (!Files.isDirectory(jars)) {
            throw new IOException("there are no jars of OpenSearch in " + jars
                    + "; a release has them, mvn -pl engine -am package puts them into a clone of Twinset, the container image has"
                    + " none");
        }
        return jars;
    }

    private static String folder() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = requireNonNull(
                NodeCommand.class.getResourceAsStream("opensearch.properties"), "no opensearch.properties")) {
            properties.load(in);
        }
        return properties.getProperty("folder", "opensearch");
    }

    private static Path source(Class<?> ours) {
        try {
            return Path.of(
                    ours.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("where is " + ours + "?", e);
        }
    }
}
