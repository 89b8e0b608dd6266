package dev.twinset.vision.network;

import org.bytedeco.javacpp.FloatPointer;

/** The network from pixels to the hidden layer's sums, on memory of its own. One thread at a time. */
interface ForwardChain extends AutoCloseable {
    /** Normalised pixels of {@link CnnForward#BATCH} images: image, height, width, channel. */
    FloatPointer input();

    /**
     * @param images the first so many are computed
     * @param sums gets the sums of all slots: value {@code i} of image {@code slot} at {@code i * BATCH + slot}
     */
    void run(int images, float[] sums);

    @Override
    void close();
}
