package dev.twinset.trainer.augmentation;

import java.util.Random;

/**
 * Random numbers that depend only on the seed, the epoch and the position in it, so that a training that resumes after
 * a kill draws the same ones.
 */
final class PositionalRandom {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private PositionalRandom() {}

    static Random random(long seed, int epoch, int position) {
        return new Random(mix(mix(mix(seed) + epoch) + position));
    }

    /** The finish of SplitMix64 (Steele et al., 2014, https://doi.org/10.1145/2714064.2660195). */
    private static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
