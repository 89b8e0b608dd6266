package dev.twinset.benchmarks.ingest;

import java.util.function.LongSupplier;

/** Times a backlog from its first committed answers to its last. */
final class Turn {
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    private Turn() {}

    /**
     * Images per second, not counting the first batch, which pays for the start.
     *
     * @param answered how many are answered and committed so far
     */
    static double imagesPerSecond(int items, LongSupplier answered) throws InterruptedException {
        long began = System.nanoTime();
        long first = 0;
        long firstAt = 0;
        while (true) {
            long now = System.nanoTime();
            long done = answered.getAsLong();
            if (first == 0 && done > 0) {
                first = done;
                firstAt = now;
            }
            if (done >= items) {
                return (done - first) / ((now - firstAt) / 1e9);
            }
            if (now - began > PATIENCE_NANOS) {
                throw new IllegalStateException("only " + done + " of " + items + " images were answered");
            }
            Thread.sleep(2);
        }
    }
}
