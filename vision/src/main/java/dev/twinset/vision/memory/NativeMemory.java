package dev.twinset.vision.memory;

import java.util.concurrent.Semaphore;

/**
 * Bounds the native memory that decoding takes at one time, over all threads: a few large images at once wait for each
 * other, small ones hardly ever do. First come, first served, so that a large image is not starved by small ones.
 */
public final class NativeMemory {
    /** Memory belongs to the process, so all decoders of the process share this bound. */
    public static final NativeMemory OF_PROCESS = new NativeMemory(512L << 20);

    private static final int UNIT = 1 << 10;

    private final int total;
    private final Semaphore free;

    /** @param bytes at least 1,024 */
    public NativeMemory(long bytes) {
        this.total = Math.toIntExact(bytes / UNIT);
        this.free = new Semaphore(total, true);
    }

    /**
     * Waits for the memory. An image that is over the bound by itself gets all of it, else it would wait forever.
     *
     * @return what to give back
     */
    public int take(long bytes) {
        int units = (int) Math.min(total, bytes / UNIT + 1);
        free.acquireUninterruptibly(units);
        return units;
    }

    public void giveBack(int units) {
        free.release(units);
    }

    long usedBytes() {
        return (long) total * UNIT - freeBytes();
    }

    public long freeBytes() {
        return (long) free.availablePermits() * UNIT;
    }
}
