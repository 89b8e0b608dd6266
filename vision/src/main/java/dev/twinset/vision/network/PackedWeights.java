package dev.twinset.vision.network;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A model's weights in the layouts that oneDNN chose for them: each is packed when the first thread asks for it, and
 * all threads read the same memory. Their lanes are closed before this.
 */
final class PackedWeights implements AutoCloseable {
    private final Dnnl oneDnn = new Dnnl();
    private final Map<String, FloatPointer> packed = new HashMap<>();

    synchronized FloatPointer packed(
            String name, int layout, long[] sizes, dnnl_memory_desc chosen, Supplier<float[]> values) {
        return packed.computeIfAbsent(name, absent -> {
            FloatPointer to = oneDnn.floats(chosen);
            float[] from = values.get();
            try (Dnnl passing = new Dnnl()) {
                passing.reorder(
                        passing.shape(layout, sizes),
                        passing.floats(from.length).put(from),
                        chosen,
                        to);
            }
            return to;
        });
    }

    @Override
    public void close() {
        oneDnn.close();
    }
}
