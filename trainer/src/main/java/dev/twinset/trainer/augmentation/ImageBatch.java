package dev.twinset.trainer.augmentation;

/**
 * Images as the network takes them.
 *
 * @param images normalised, NHWC
 * @param labels class numbers, image by image, task by task
 */
public record ImageBatch(float[] images, float[] labels) {}
