package dev.twinset.benchmarks.ingest;

import java.util.function.LongSupplier;

/** Times a backlog, from when a quarter of its answers is committed to the last. */
final class Turn {
    private static final long LIMIT_NANOS = 300_000_000_000L;

    private Turn() {}

    /**
     * Images per second. The first quarter is not counted: it includes the start, and when the first batch is committed
     * the batches behind it are partly done already, all the more the larger they are. A backlog that is committed at
     * once is counted from its start.
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
            if (first == 0 && done * 4 >= items) {
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
