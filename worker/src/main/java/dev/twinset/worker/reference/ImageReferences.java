package dev.twinset.worker.reference;

import static java.util.Objects.requireNonNull;

import dev.twinset.console.DaemonThreads;
import dev.twinset.contract.event.ImageReference;
import dev.twinset.contract.rejection.RejectedEventException;
import dev.twinset.contract.rejection.Rejection;
import dev.twinset.contract.rejection.RejectionReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the images that events refer to, a few at a time, and tells an image's fault from one of the store. For one
 * thread.
 */
public final class ImageReferences implements AutoCloseable {
    /** Images that are read, and held, together. */
    public static final int AT_ONCE = 4;

    private static final byte[] NONE = {};

    private final Optional<ImageSource> source;
    private final long timeoutMillis;
    /** Twice as many and one for a check: a read that hangs is abandoned, and must not keep others from their start. */
    private final ExecutorService threads =
            Executors.newFixedThreadPool(2 * AT_ONCE + 1, DaemonThreads.named("twinset-references"));

    /**
     * @param source to be closed with this; empty if references are off
     * @param timeout of one image
     */
    public ImageReferences(Optional<ImageSource> source, Duration timeout) {
        this.source = source;
        this.timeoutMillis = timeout.toMillis();
    }

    /** Refuses every reference. */
    public static ImageReferences off() {
        return new ImageReferences(Optional.empty(), Duration.ZERO);
    }

    /** @param image as it was read; meaningless if there is a rejection */
    public record Outcome(byte[] image, Optional<Rejection> rejection) {
        public Outcome {
            requireNonNull(image, "image is null");
            requireNonNull(rejection, "rejection is null");
        }
    }

    /**
     * @param references {@link #AT_ONCE} at most
     * @return one outcome for each, in order
     * @throws ImageStoreException if the store does not answer, or refuses
     */
    public List<Outcome> read(List<ImageReference> references) {
        if (source.isEmpty()) {
            return references.stream().map(ImageReferences::off).toList();
        }
        try {
            return read(source.get(), references);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ImageStoreException("interrupted while reading from " + source.get());
        }
    }

    private List<Outcome> read(ImageSource store, List<ImageReference> references) throws InterruptedException {
        List<Optional<Outcome>> first = attempt(store, references);
        List<ImageReference> late = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            if (first.get(i).isEmpty()) {
                late.add(references.get(i));
            }
        }
        if (late.isEmpty()) {
            return first.stream().flatMap(Optional::stream).toList();
        }
        requireAnswer(store);
        // a store that was away a moment ago is slow at first: only what is late again is refused
        Iterator<Optional<Outcome>> second = attempt(store, late).iterator();
        Iterator<ImageReference> keys = late.iterator();
        return first.stream()
                .map(outcome -> outcome.orElseGet(() -> {
                    ImageReference again = keys.next();
                    return second.next().orElseGet(() -> timedOut(again));
                }))
                .toList();
    }

    /** Empty for what is late. */
    private List<Optional<Outcome>> attempt(ImageSource store, List<ImageReference> references)
            throws InterruptedException {
        List<Read> reads =
                references.stream().map(reference -> new Read(store, reference)).toList();
        List<Future<Outcome>> results = threads.invokeAll(reads, timeoutMillis, TimeUnit.MILLISECONDS);
        List<Optional<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < reads.size(); i++) {
            outcomes.add(outcome(reads.get(i), results.get(i)));
        }
        return outcomes;
    }

    private Outcome timedOut(ImageReference reference) {
        return refused(ImageSource.refusal(
                RejectionReason.REF_TIMEOUT,
                reference.key(),
                "did not arrive within " + timeoutMillis + " ms, twice (references.timeout.ms)"));
    }

    private static Outcome off(ImageReference reference) {
        return refused(ImageSource.refusal(
                RejectionReason.REF_FORBIDDEN,
                reference.key(),
                "is referred to by ce_dataref, but references are off: send the image itself, or set"
                        + " references.directory, or references.s3.endpoint and references.s3.bucket, on all workers"));
    }

    private static Outcome refused(RejectedEventException e) {
        return new Outcome(NONE, Optional.of(e.rejection()));
    }

    private static final class Read implements Callable<Outcome> {
        private final ImageSource source;
        private final ImageReference reference;
        private volatile boolean started;

        Read(ImageSource source, ImageReference reference) {
            this.source = source;
            this.reference = reference;
        }

        @Override
        public Outcome call() throws IOException {
            started = true;
            try {
                byte[] image = source.read(reference.key());
                reference.check(image);
                return new Outcome(image, Optional.empty());
            } catch (RejectedEventException e) {
                return refused(e);
            }
        }
    }

    private static Optional<Outcome> outcome(Read read, Future<Outcome> result) throws InterruptedException {
        try {
            return Optional.of(result.get());
        } catch (CancellationException e) {
            if (!read.started) {
                throw new ImageStoreException("earlier reads from " + read.source + " still hang");
            }
            return Optional.empty();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** What is late is an image's fault only while the store answers. */
    private void requireAnswer(ImageSource store) throws InterruptedException {
        Future<?> check = threads.submit(() -> {
            store.check();
            return null;
        });
        try {
            check.get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            check.cancel(true);
            throw new ImageStoreException(store + " does not answer within " + timeoutMillis + " ms");
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    private static ImageStoreException failure(ExecutionException e) {
        Throwable cause = requireNonNull(e.getCause(), "a failure without a cause");
        if (cause instanceof IOException) {
            return new ImageStoreException(cause);
        }
        throw new IllegalStateException("an image cannot be read: " + cause, cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        source.ifPresent(ImageSource::close);
    }
}
