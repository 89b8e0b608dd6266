package dev.twinset.vision.network;

import dev.twinset.vision.Extraction;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The images of one call, handed out to lanes in runs, and what became of them. Shared by the lanes' threads. */
final class ExtractionJob {
    private final List<byte[]> images;
    private final Extraction[] outcomes;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    ExtractionJob(List<byte[]> images) {
        this.images = List.copyOf(images);
        this.outcomes = new Extraction[images.size()];
    }

    /** Works until the images are handed out, or something other than an image is at fault. */
    void runOn(ExtractionLane lane) {
        try {
            while (!stopped && next.get() < images.size()) {
                lane.fillAndRun(this);
            }
        } catch (RuntimeException | Error e) {
            // no image is to blame, so nothing is guessed: the call fails, and its caller decides
            failure.compareAndSet(null, e);
            stop();
            throw e;
        }
    }

    /** @return index of the first of the next images, as many of them as there are; may be past the end */
    int take(int count) {
        return Math.min(next.getAndUpdate(from -> Math.min(from + count, images.size())), images.size());
    }

    int size() {
        return images.size();
    }

    byte[] image(int index) {
        return images.get(index);
    }

    /** Each index is set by the one lane that took it. */
    void set(int index, Extraction outcome) {
        outcomes[index] = outcome;
    }

    void stop() {
        stopped = true;
    }

    void throwFailure() {
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("extraction failed: " + cause, cause);
        }
    }

    /** Call when all lanes are at rest. */
    List<Extraction> outcomes() {
        return List.of(outcomes);
    }
}
