package dev.twinset.benchmarks;

import java.util.random.RandomGenerator;

/** Features for measurements without the network. */
public final class UnitVectors {
    private UnitVectors() {}

    /** A vector of length 1. */
    public static float[] random(RandomGenerator random, int dimension) {
        double[] drawn = random.doubles(dimension, -1, 1).toArray();
        double squares = 0;
        for (double value : drawn) {
            squares += value * value;
        }
        float[] unit = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            unit[i] = (float) (drawn[i] / Math.sqrt(squares));
        }
        return unit;
    }
}
