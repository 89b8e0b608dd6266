package dev.twinset.benchmarks;

import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Features for measurements without the network. */
public final class UnitVectors {
    private UnitVectors() {}

    /** So many vectors, always the same. */
    public static float[][] random(int count, int dimension) {
        Random random = new Random(1);
        return Stream.generate(() -> random(random, dimension)).limit(count).toArray(float[][]::new);
    }

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
