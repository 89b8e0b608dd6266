package dev.twinset.vision.network;

import dev.twinset.vision.bundle.ModelBundle;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.FloatPointer;

/** Weights in the layouts that oneDNN chose for them: each is packed when the first chain asks for it. */
final class DnnlWeights implements ServingWeights {
    private final ModelBundle model;
    private final Dnnl oneDnn = new Dnnl();
    private final Map<String, FloatPointer> packed = new HashMap<>();

    DnnlWeights(ModelBundle model) {
        this.model = model;
    }

    @Override
    public ForwardChain chain() {
        return new DnnlChain(model, this);
    }

    /**
     * @param layout of the values: a tag of oneDNN
     * @param chosen the layout that an operation wants
     */
    synchronized FloatPointer packed(
            String name, int layout, long[] sizes, dnnl_memory_desc chosen, Supplier<float[]> values) {
        return packed.computeIfAbsent(name, absent -> {
            FloatPointer to = oneDnn.floats(chosen);
            float[] from = values.get();
            try (Dnnl passing = new Dnnl()) {
                FloatPointer plain = passing.floats(from.length).put(from);
                passing.reorder(passing.shape(layout, sizes), plain, chosen, to);
            }
            return to;
        });
    }

    @Override
    public ServingKernels kernels() {
        return new ServingKernels(true, Dnnl.name() + ": " + DnnlChain.describe(model.architecture()));
    }

    @Override
    public void prepareThread() {
        // OMP_NUM_THREADS says how many threads oneDNN uses
    }

    @Override
    public void close() {
        oneDnn.close();
    }
}
