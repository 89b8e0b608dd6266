package dev.twinset.cli;

import dev.twinset.broker.LocalKafka;
import dev.twinset.samples.SampleCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the classes of the usual commands in one JVM: a Kafka, a worker, uploads and a query with its answer. The
 * launcher runs it with {@code -XX:ArchiveClassesAtExit}, so that the JVM writes these classes to an archive as it
 * ends. A JVM that maps the archive need not parse and verify them again.
 */
final class ClassArchiveRun {
    private static final int ITEMS = 24;

    private ClassArchiveRun() {}

    /** @param arguments a directory that is missing or empty; what is left in it is of no use afterwards */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Path catalog = directory.resolve("catalog");
        SampleCatalog.draw(ITEMS, 1, catalog);
        // it is not closed here: the worker stops in a shutdown hook, and needs it until then
        String bootstrap = LocalKafka.inProcess(Files.createDirectories(directory.resolve("broker")))
                .bootstrapServers();
        run("topics", "create", "--bootstrap", bootstrap);
        Thread worker = new Thread(
                () -> {
                    run(
                            "worker",
                            "--set",
                            "kafka.bootstrap.servers=" + bootstrap,
                            "--set",
                            "http.port=0",
                            "--set",
                            "data.dir=" + directory.resolve("worker"));
                    System.exit(1); // the query would wait for it in vain
                },
                "worker");
        worker.setDaemon(true);
        worker.start();
        run("publish", catalog.toString(), "--bootstrap", bootstrap);
        String image = catalog.resolve("images/10000.jpg").toString();
        System.exit(run("query", image, "--timeout", "120", "--bootstrap", bootstrap));
    }

    private static int run(String... arguments) {
        return Twinset.commandLine().execute(arguments);
    }
}
