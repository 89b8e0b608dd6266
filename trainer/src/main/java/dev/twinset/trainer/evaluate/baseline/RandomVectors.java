package dev.twinset.trainer.evaluate.baseline;

import dev.twinset.trainer.evaluate.data.EvaluationProgress;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import java.util.OptionalDouble;
import java.util.Random;

/** Random answers: the level that follows from the sizes of the classes. */
record RandomVectors(long seed) implements Baseline {
    private static final int DIMENSION = 16;

    @Override
    public String name() {
        return "random";
    }

    @Override
    public OptionalDouble megaflops() {
        return OptionalDouble.of(0);
    }

    @Override
    public FeatureMatrix features(EvaluationSet set, EvaluationProgress progress) {
        Random random = new Random(seed);
        float[] values = new float[Math.multiplyExact(set.images().size(), DIMENSION)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new FeatureMatrix(DIMENSION, values);
    }
}
