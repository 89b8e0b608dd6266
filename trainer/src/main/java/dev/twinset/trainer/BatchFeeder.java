package dev.twinset.trainer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the next batch on a thread of its own while the network learns from this one: augmenting takes a fraction of a
 * step, so the network never waits for it. What it makes depends on the seed alone.
 */
final class BatchFeeder implements AutoCloseable {
    private final BatchMaker maker;
    private final int[] rows;
    private final int batch;
    private final Random random;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread helper = new Thread(task, "augmentation");
        helper.setDaemon(true);
        return helper;
    });
    private int at;
    private Future<Batch> next;

    /** @param maker used by this feeder's thread alone from now on */
    BatchFeeder(BatchMaker maker, int[] rows, int batch, long seed) {
        this.maker = maker;
        this.rows = rows.clone();
        this.batch = batch;
        this.random = new Random(seed);
        this.at = rows.length;
        this.next = order();
    }

    /** Batches in one pass; the rows left over, other ones each time, are skipped. */
    int steps() {
        return rows.length / batch;
    }

    Batch next() throws IOException {
        try {
            Batch made = next.get();
            next = order();
            return made;
        } catch (ExecutionException e) {
            throw new IOException("decoded images cannot be read back: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while training");
        }
    }

    private Future<Batch> order() {
        return thread.submit((Callable<Batch>) this::make);
    }

    /** On the helper's thread, which alone touches the rows and the random numbers. */
    private Batch make() throws IOException {
        if (at + batch > rows.length) {
            shuffle();
            at = 0;
        }
        at += batch;
        return maker.augmented(rows, at - batch, at, random);
    }

    private void shuffle() {
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
