package dev.twinset.vision.network;

import dev.twinset.vision.bundle.ModelBundle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model's weights as one way to compute the network wants them: off-heap, shared by all threads, which only read
 * them. Closed after the last chain.
 */
interface ServingWeights extends AutoCloseable {
    /** In the fastest way that this processor and platform have. It is the same at each start. */
    static ServingWeights open(ModelBundle model) {
        return open(model, Dnnl.obstacle(Dnnl::instructions));
    }

    /** @param obstacle why oneDNN cannot be used directly; null if it can */
    static ServingWeights open(ModelBundle model, @Nullable String obstacle) {
        if (obstacle == null) {
            return new DnnlWeights(model);
        }
        Logger log = LoggerFactory.getLogger(ServingWeights.class);
        log.warn("the network runs in ND4J, at a third to a half of the speed: {}", obstacle);
        return new Nd4jWeights(model);
    }

    ForwardChain chain();

    ServingKernels kernels();

    /** Before a thread's first run. */
    void prepareThread();

    @Override
    void close();
}
