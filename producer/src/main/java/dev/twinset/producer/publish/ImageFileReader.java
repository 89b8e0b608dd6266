package dev.twinset.producer.publish;

import dev.twinset.catalog.CatalogFiles;
import dev.twinset.catalog.CatalogItem;
import dev.twinset.console.DaemonThreads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads pictures ahead, in order: a few files at a time, so that a slow disk or a network folder is kept busy, and at
 * most 8 pictures of at most 8 MiB are in memory. For one thread.
 */
final class ImageFileReader implements AutoCloseable {
    private static final int AHEAD = 8;
    private static final int THREADS = 4;

    private final CatalogFiles files;
    private final Iterator<CatalogItem> items;
    private final Deque<Future<ImageFile>> reading = new ArrayDeque<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, DaemonThreads.named("twinset-read"));

    ImageFileReader(CatalogFiles files, Iterator<CatalogItem> items) {
        this.files = files;
        this.items = items;
    }

    boolean hasNext() {
        return !reading.isEmpty() || items.hasNext();
    }

    ImageFile next() throws InterruptedException {
        while (reading.size() < AHEAD && items.hasNext()) {
            CatalogItem item = items.next();
            reading.add(threads.submit(() -> ImageFile.read(files, item)));
        }
        try {
            return reading.remove().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a picture could not be read", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
