package dev.twinset.trainer.augmentation;

import dev.twinset.console.DaemonThreads;
import dev.twinset.trainer.dataset.EpochSampler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes the next batch on a thread of its own while the network learns from this one: augmenting takes a fraction of a
 * step, so the network never waits for it. The content of a batch depends only on the seed, the epoch and its place in
 * it.
 */
public final class BatchFeeder implements AutoCloseable {
    /** No image has this position. */
    private static final int ORDER = -1;

    private final BatchMaker maker;
    private final EpochSampler sampler;
    private final int batch;
    private final long seed;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("augmentation"));
    private int[] order = {};
    private int epoch;
    private int step;
    private Future<ImageBatch> next;

    /**
     * @param maker from now on used only by this feeder's thread
     * @param epoch of the first batch, from 1
     */
    public BatchFeeder(BatchMaker maker, EpochSampler sampler, int batch, long seed, int epoch) {
        this.maker = maker;
        this.sampler = sampler;
        this.batch = batch;
        this.seed = seed;
        this.epoch = epoch - 1;
        this.step = steps();
        this.next = order();
    }

    /** Batches in one pass; the rows left over, other ones each time, are skipped. */
    int steps() {
        return sampler.size() / batch;
    }

    public ImageBatch next() throws IOException {
        try {
            ImageBatch made = next.get();
            next = order();
            return made;
        } catch (ExecutionException e) {
            throw new IOException("decoded images cannot be read back: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while training");
        }
    }

    private Future<ImageBatch> order() {
        return thread.submit((Callable<ImageBatch>) this::make);
    }

    /** On the helper's thread, the only one that touches the order and the place in it. */
    private ImageBatch make() throws IOException {
        if (step == steps()) {
            epoch++;
            step = 0;
            order = sampler.draw(PositionalRandom.random(seed, epoch, ORDER));
        }
        int from = step++ * batch;
        return maker.augmented(order, from, from + batch, position -> PositionalRandom.random(seed, epoch, position));
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
