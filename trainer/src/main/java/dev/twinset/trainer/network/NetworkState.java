package dev.twinset.trainer.network;

import static java.util.Objects.requireNonNull;

/**
 * All that a network in training carries from one step to the next. The arrays belong to the state's owner; they are
 * not copied.
 *
 * @param steps done so far; the learning rate and the random numbers of the next step follow from it
 * @param weights the trained ones, running means and variances among them
 * @param updater both moments of Adam
 * @param average moving average of the weights
 */
public record NetworkState(int steps, float[] weights, float[] updater, float[] average) {
    public NetworkState {
        requireNonNull(weights, "weights is null");
        requireNonNull(updater, "updater is null");
        requireNonNull(average, "average is null");
        if (steps < 0) {
            throw new IllegalArgumentException("steps is " + steps + ", at least 0 expected");
        }
        if (average.length != weights.length) {
            throw new IllegalArgumentException(
                    "average has " + average.length + " values, the weights have " + weights.length);
        }
    }
}
