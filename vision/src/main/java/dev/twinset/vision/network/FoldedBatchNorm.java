package dev.twinset.vision.network;

import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.Tensor;

/**
 * Batch normalisation after training: {@code scale * x + shift}, channel by channel, in double until the end.
 *
 * @param scale gamma / sqrt(variance + 1e-5)
 * @param shift beta - mean * scale
 */
record FoldedBatchNorm(double[] scale, double[] shift) {
    private static final double EPSILON = 1e-5;

    static FoldedBatchNorm of(ModelBundle model, int norm) {
        float[] gamma = model.tensor("norm" + norm + ".gamma").values();
        float[] beta = model.tensor("norm" + norm + ".beta").values();
        float[] mean = model.tensor("norm" + norm + ".mean").values();
        float[] variance = model.tensor("norm" + norm + ".variance").values();
        double[] scale = new double[gamma.length];
        double[] shift = new double[gamma.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = gamma[i] / Math.sqrt(variance[i] + EPSILON);
            shift[i] = beta[i] - mean[i] * scale[i];
        }
        return new FoldedBatchNorm(scale, shift);
    }

    /** Whether it may change places with a maximum. */
    boolean increasing() {
        for (double factor : scale) {
            if (!(factor > 0)) {
                return false;
            }
        }
        return true;
    }

    /** The same weights for an output that is scaled; the output channel is their last axis. */
    float[] scaled(Tensor weight) {
        float[] values = weight.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * scale[i % scale.length]);
        }
        return values;
    }

    /** {@code scale * bias + shift} */
    float[] applied(float[] bias) {
        float[] values = bias.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * scale[i] + shift[i]);
        }
        return values;
    }

    float[] scales() {
        float[] values = new float[scale.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) scale[i];
        }
        return values;
    }
}
