package dev.twinset.trainer;

/**
 * Images as the network takes them.
 *
 * @param images normalised, NHWC
 * @param labels class numbers, image by image, task by task
 */
record Batch(float[] images, float[] labels) {}
