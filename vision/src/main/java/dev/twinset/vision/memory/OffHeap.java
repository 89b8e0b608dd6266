package dev.twinset.vision.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Memory outside the heap that is freed together, newest first, without waiting for the garbage collector. */
public final class OffHeap implements AutoCloseable {
    /** Of the process: all that is not yet freed. */
    private static final AtomicLong BYTES = new AtomicLong();

    /** A cache line, and the widest vector. */
    private static final int ALIGNMENT = 64;

    private final Deque<Runnable> frees = new ArrayDeque<>();

    /** This many zeros, aligned for vector instructions. */
    public FloatPointer floats(long count) {
        long bytes = count * Float.BYTES;
        Pointer memory = Pointer.calloc(1, bytes + ALIGNMENT);
        if (memory == null || memory.isNull()) {
            throw new OutOfMemoryError("no native memory for " + bytes + " bytes");
        }
        kept(bytes, () -> Pointer.free(memory));
        long skip = -memory.address() & (ALIGNMENT - 1);
        return new FloatPointer(new BytePointer(memory).getPointer(skip)).capacity(count);
    }

    /** Has something else freed with the rest. */
    public void kept(long bytes, Runnable free) {
        BYTES.addAndGet(bytes);
        frees.push(() -> {
            free.run();
            BYTES.addAndGet(-bytes);
        });
    }

    /** What the whole process holds now. Any thread. */
    static long bytes() {
        return BYTES.get();
    }

    @Override
    public void close() {
        while (!frees.isEmpty()) {
            frees.pop().run();
        }
    }
}
