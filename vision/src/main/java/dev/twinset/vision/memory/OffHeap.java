package dev.twinset.vision.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays outside the heap that are freed together, newest first, without waiting for the garbage collector. */
public final class OffHeap implements AutoCloseable {
    /** Of the process: all arrays that are not yet freed. */
    private static final AtomicLong BYTES = new AtomicLong();

    private final Deque<Runnable> frees = new ArrayDeque<>();

    /** A row-major array of zeros. */
    @SuppressWarnings("try") // the scope works by being open
    public INDArray zeros(long... shape) {
        // a training caller may be inside a workspace, whose arrays are freed with it
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            return kept(Nd4j.create(DataType.FLOAT, shape));
        }
    }

    /** A row-major array of these values. */
    public INDArray array(float[] values, long... shape) {
        INDArray array = zeros(shape);
        floats(array).put(values);
        return array;
    }

    /** What an operation reads and writes, set once. */
    public OpContext operation(List<INDArray> inputs, INDArray output, long... arguments) {
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setIArguments(arguments);
        for (int i = 0; i < inputs.size(); i++) {
            context.setInputArray(i, inputs.get(i));
        }
        context.setOutputArray(0, output);
        frees.push(context::purge);
        return context;
    }

    /** The same memory, valid as long as the array. */
    public static FloatPointer floats(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).capacity(array.length());
    }

    private INDArray kept(INDArray array) {
        long bytes = array.length() * Float.BYTES;
        BYTES.addAndGet(bytes);
        frees.push(() -> {
            array.close();
            BYTES.addAndGet(-bytes);
        });
        return array;
    }

    /** What all arrays of the process hold now. Any thread. */
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
