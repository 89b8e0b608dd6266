package dev.twinset.trainer.export;

import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.Tensor;

/**
 * A trained batch normalisation.
 *
 * @param gamma and the others: one value per channel
 */
record BatchNorm(float[] gamma, float[] beta, float[] mean, float[] variance) {
    static final float EPSILON = 1e-5f;

    static BatchNorm of(ModelBundle model, int index) {
        return new BatchNorm(
                values(model, index, "gamma"),
                values(model, index, "beta"),
                values(model, index, "mean"),
                values(model, index, "variance"));
    }

    private static float[] values(ModelBundle model, int index, String name) {
        return model.tensor("norm" + index + "." + name).values();
    }

    /** Whether it keeps the order of values in every channel, and so may change places with a maximum. */
    boolean keepsOrder() {
        for (float factor : gamma) {
            if (factor <= 0) {
                return false;
            }
        }
        return true;
    }

    double scale(int channel) {
        return gamma[channel] / Math.sqrt(variance[channel] + (double) EPSILON);
    }

    /** The normalisation of {@code x + bias} is {@code scale * x +} this. */
    Tensor foldedBias(float[] bias) {
        float[] folded = new float[gamma.length];
        for (int channel = 0; channel < folded.length; channel++) {
            folded[channel] = (float) (beta[channel] + (bias[channel] - mean[channel]) * scale(channel));
        }
        return new Tensor(new int[] {folded.length}, folded);
    }

    /** @param weight whose last axis is the channel */
    Tensor foldedWeight(Tensor weight) {
        float[] folded = weight.values().clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = (float) (folded[i] * scale(i % gamma.length));
        }
        return new Tensor(weight.shape(), folded);
    }
}
