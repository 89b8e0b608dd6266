package dev.twinset.vision.network;

import dev.twinset.vision.memory.OffHeap;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's arrays and operations, freed together. */
final class Nd4jArrays implements AutoCloseable {
    private final OffHeap memory = new OffHeap();

    /** A row-major array of zeros. */
    @SuppressWarnings("try") // the scope works by being open
    INDArray zeros(long... shape) {
        // a training caller may be inside a workspace, whose arrays are freed with it
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray array = Nd4j.create(DataType.FLOAT, shape);
            memory.kept(array.length() * Float.BYTES, array::close);
            return array;
        }
    }

    /** A row-major array of these values. */
    INDArray array(float[] values, long... shape) {
        INDArray array = zeros(shape);
        floats(array).put(values);
        return array;
    }

    /** What an operation reads and writes, set once. */
    OpContext operation(List<INDArray> inputs, INDArray output, long... arguments) {
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setIArguments(arguments);
        for (int i = 0; i < inputs.size(); i++) {
            context.setInputArray(i, inputs.get(i));
        }
        context.setOutputArray(0, output);
        memory.kept(0, context::purge);
        return context;
    }

    /** The same memory, valid as long as the array. */
    static FloatPointer floats(INDArray array) {
        return new FloatPointer(array.data().addressPointer()).capacity(array.length());
    }

    @Override
    public void close() {
        memory.close();
    }
}
