package dev.twinset.cli.demo;

import static java.util.Objects.requireNonNull;

import dev.twinset.broker.LocalKafka;
import dev.twinset.catalog.Catalog;
import dev.twinset.console.DaemonThreads;
import dev.twinset.console.process.Ports;
import dev.twinset.contract.topic.Topics;
import dev.twinset.engine.LocalOpenSearch;
import dev.twinset.producer.gallery.Gallery;
import dev.twinset.producer.gallery.http.GallerySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a demo runs on: its directory, Kafka, workers and perhaps OpenSearch. Closed by the command's thread at the end
 * or by the JVM's shutdown at Ctrl-C, whichever is first.
 */
final class DemoEnvironment implements AutoCloseable {
    private static final int GALLERY_PORT = 8080;

    private final Path directory;
    private final boolean temporary;
    private final ExecutorService starts = Executors.newCachedThreadPool(DaemonThreads.named("demo-start"));
    private @Nullable Future<LocalOpenSearch> engine;
    private @Nullable Future<LocalKafka.Forked> kafka;
    private @Nullable WorkerFleet workers;
    private @Nullable Gallery gallery;
    private @Nullable RepeatedUploads repeated;
    private boolean kept;
    private boolean closed;

    private DemoEnvironment(Path directory, boolean temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    /** @param wanted a new or empty directory that is kept; else a temporary one is made, and removed at the end */
    static DemoEnvironment open(Optional<Path> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return new DemoEnvironment(Files.createTempDirectory("twinset-demo-"), true);
        }
        Path directory = wanted.get().toAbsolutePath().normalize();
        Files.createDirectories(directory);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            if (entries.iterator().hasNext()) {
                throw new IOException("the directory " + directory
                        + " is not empty; choose a new one, or serve an earlier demo's data with: twinset broker --dir "
                        + directory.resolve("broker"));
            }
        }
        return new DemoEnvironment(directory, false);
    }

    Path directory() {
        return directory;
    }

    /**
     * Begins to start OpenSearch, which takes longer than all the rest.
     *
     * @return its address
     */
    synchronized String startEngine() throws IOException, InterruptedException {
        refuseClosed();
        int port = Ports.free(1).get(0);
        engine = starts.submit(() -> LocalOpenSearch.start(directory.resolve("engine"), 1, port));
        return "http://" + Ports.HOST + ":" + port;
    }

    /** @return its address, once it serves */
    String awaitEngine() throws IOException, InterruptedException {
        Future<LocalOpenSearch> started;
        synchronized (this) {
            started = requireNonNull(engine, "the engine was not started");
        }
        return await(started).addresses().get(0);
    }

    /**
     * Begins to start Kafka.
     *
     * @return its address for clients
     */
    synchronized String startKafka() throws IOException, InterruptedException {
        refuseClosed();
        int port = Ports.free(1).get(0);
        kafka = starts.submit(() -> LocalKafka.forked(directory.resolve("broker"), 1, port));
        return Ports.HOST + ":" + port;
    }

    /** Returns once it serves. */
    LocalKafka.Forked awaitKafka() throws IOException, InterruptedException {
        Future<LocalKafka.Forked> started;
        synchronized (this) {
            started = requireNonNull(kafka, "Kafka was not started");
        }
        return await(started);
    }

    private static <S> S await(Future<S> started) throws IOException, InterruptedException {
        try {
            return started.get();
        } catch (ExecutionException e) {
            Throwable cause = requireNonNull(e.getCause());
            if (cause instanceof InterruptedException) {
                throw new InterruptedException();
            }
            throw new IOException(cause.getMessage(), e);
        }
    }

    private void refuseClosed() throws InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
    }

    synchronized WorkerFleet workers(List<String> settings) throws InterruptedException {
        refuseClosed();
        WorkerFleet fleet = new WorkerFleet(directory.resolve("workers"), settings);
        workers = fleet;
        return fleet;
    }

    /** Opens the page, at a free port if the usual one is taken. */
    Gallery gallery(Map<String, Object> client, Catalog catalog) throws IOException, InterruptedException {
        GallerySettings settings = GallerySettings.loopback(GALLERY_PORT).withCatalog(catalog.directory());
        Gallery opened;
        try {
            opened = Gallery.open(client, Topics.DEFAULT, settings, Clock.systemUTC());
        } catch (BindException taken) {
            opened = Gallery.open(client, Topics.DEFAULT, settings.withPort(0), Clock.systemUTC());
        }
        synchronized (this) {
            if (!closed) {
                gallery = opened;
                return opened;
            }
        }
        opened.close();
        throw new InterruptedException();
    }

    /** Lets the page go on. */
    synchronized void repeatUploads(Map<String, Object> client, Catalog catalog)
            throws IOException, InterruptedException {
        refuseClosed();
        repeated = RepeatedUploads.start(client, catalog);
    }

    /** Leaves the logs so that the reason can be found. */
    synchronized void keep() {
        kept = true;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (repeated != null) {
            repeated.close();
        }
        if (gallery != null) {
            gallery.close();
        }
        if (workers != null) {
            workers.close();
        }
        // a start that is under way ends
        starts.shutdownNow();
        if (engine != null) {
            close(engine, LocalOpenSearch::close);
        }
        if (kafka != null) {
            close(kafka, LocalKafka::close);
        }
        if (temporary && !kept) {
            remove(directory);
        }
    }

    private static <S> void close(Future<S> started, Consumer<S> close) {
        try {
            close.accept(started.get());
        } catch (ExecutionException e) {
            // it never served, as whoever waits for it is told
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What cannot be removed is left to the system: it lies where such things are cleared. */
    private static void remove(Path root) {
        try (Stream<Path> found = Files.walk(root)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("twinset demo: cannot remove " + root + ": " + e.getMessage());
        }
    }
}
