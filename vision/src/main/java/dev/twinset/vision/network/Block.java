package dev.twinset.vision.network;

/**
 * Convolution, max-pool, normalisation, ReLU, for some images at a time: first their maps are put, then all are
 * computed, then each result is got. A map is height, width, channel.
 */
interface Block {
    void put(int image, float[] map);

    void run();

    void get(int image, float[] map);
}
