package dev.twinset.benchmarks.ingest;

import java.util.function.LongSupplier;

/** Times a backlog from its first committed answers to its last. */
final class Turn {
    private static final long LIMIT_NANOS = 300_000_000_000L;

    private Turn() {}

    /**
     * Images per second. The first batch is not counted, because it includes the start, unless it is the only one.
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
                return done > first ? (done - first) / ((now - firstAt) / 1e9) : done / ((now - began) / 1e9);
            }
            if (now - began > LIMIT_NANOS) {
                throw new IllegalStateException("only " + done + " of " + items + " images were answered");
            }
            Thread.sleep(2);
        }
    }
}
