package dev.twinset.trainer.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moving average of all weights, the running means and variances of the normalisations among them. Early averages
 * forget faster, so that the random start does not persist.
 */
final class WeightAverage implements AutoCloseable {
    private final INDArray weights;
    private final INDArray average;
    private final double decay;
    private long steps;

    /** @param weights the live weights, watched from now on */
    WeightAverage(INDArray weights, double decay) {
        this.weights = weights;
        this.average = weights.dup();
        this.decay = decay;
    }

    void update() {
        steps++;
        double keep = Math.min(decay, (1.0 + steps) / (10 + steps));
        try (INDArray share = weights.mul(1 - keep)) {
            average.muli(keep).addi(share);
        }
    }

    /** The average takes the place of the weights while {@code work} runs. */
    void during(Runnable work) {
        try (INDArray trained = weights.dup()) {
            weights.assign(average);
            try {
                work.run();
            } finally {
                weights.assign(trained);
            }
        }
    }

    /** Begins anew with the weights as they are. */
    void start() {
        average.assign(weights);
        steps = 0;
    }

    /** A copy. */
    float[] values() {
        return average.dup().data().asFloat();
    }

    /** @param steps that made the average */
    void restore(float[] values, long steps) {
        try (INDArray from = Nd4j.create(values, average.shape(), 'c')) {
            average.assign(from);
        }
        this.steps = steps;
    }

    @Override
    public void close() {
        average.close();
    }
}
