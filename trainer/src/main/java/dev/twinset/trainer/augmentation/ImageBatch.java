package dev.twinset.trainer.augmentation;

/**
 * Images as the network takes them.
 *
 * @param images normalised, NHWC
 * @param labels class numbers, image by image, task by task
 * @param teacher another network's vectors, image by image; empty if there is no teacher
 */
public record ImageBatch(float[] images, float[] labels, float[] teacher) {}
