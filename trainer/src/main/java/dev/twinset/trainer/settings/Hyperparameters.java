package dev.twinset.trainer.settings;

/**
 * How the network is trained, apart from its shape and its data.
 *
 * @param batch images in one step
 * @param learningRate of Adam at the start; falls to 0 along half a cosine
 * @param dropout part of the feature that is dropped in front of the class layer
 * @param weightDecay decoupled: a step shrinks the weights by learning rate times this
 * @param averaging the served weights are a moving average that keeps this much of itself at each step
 * @param contrastiveWeight of the contrastive loss on the kind of product; half of it on kind, gender and colour
 *     together
 * @param temperature of the contrastive loss
 */
public record Hyperparameters(
        int batch,
        double learningRate,
        double dropout,
        double weightDecay,
        double averaging,
        double contrastiveWeight,
        double temperature) {
    public static final Hyperparameters STANDARD = new Hyperparameters(64, 0.001, 0.5, 0.02, 0.998, 0.5, 0.1);

    public Hyperparameters {
        if (batch < 2) {
            throw new IllegalArgumentException("batch is " + batch + ", at least 2 expected");
        }
    }

    public Hyperparameters withBatch(int other) {
        return new Hyperparameters(
                other, learningRate, dropout, weightDecay, averaging, contrastiveWeight, temperature);
    }

    public Hyperparameters withLearningRate(double other) {
        return new Hyperparameters(batch, other, dropout, weightDecay, averaging, contrastiveWeight, temperature);
    }
}
