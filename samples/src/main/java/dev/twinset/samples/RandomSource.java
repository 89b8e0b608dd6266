package dev.twinset.samples;

import java.util.List;
import java.util.Random;

/** The random numbers of one product; {@link Random}'s sequence is fixed by its specification. For one thread. */
final class RandomSource {
    private final Random random;

    private RandomSource(Random random) {
        this.random = random;
    }

    /**
     * The numbers of product {@code index} of catalogue {@code seed}; they do not depend on how many products there
     * are.
     */
    static RandomSource of(long seed, long index) {
        return new RandomSource(new Random(mix(mix(seed) + index)));
    }

    double between(double low, double high) {
        return low + random.nextDouble() * (high - low);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Neighbouring seeds of {@link Random} begin alike: this is the finalizer of SplitMix64 (Steele et al. 2014). */
    private static long mix(long value) {
        long mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
