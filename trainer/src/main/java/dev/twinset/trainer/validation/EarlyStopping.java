package dev.twinset.trainer.validation;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;

/**
 * When to stop before the last epoch, and which weights to serve. While the learning rate falls along a cosine the
 * validation score rises to the end, with noise: a plateau in the middle is normal, and the best of many noisy scores
 * is no better than the last. So only a score that is below the best one by more than noise counts: if the last one
 * does, the weights of the best are served, and if several in a row do, training stops.
 */
public final class EarlyStopping {
    private static final float[] NONE = {};

    private final int patience;
    private State state = new State(new ValidationScore(0, 0), 0, 0, NONE);

    /** @param patience scores in a row that may be clearly below the best */
    public EarlyStopping(int patience) {
        this.patience = patience;
    }

    /**
     * What it remembers.
     *
     * @param best score so far, unknown before the first
     * @param epoch of the best score, 0 before the first
     * @param falls scores in a row that were clearly below it
     * @param weights the averaged ones of that epoch; empty before the first
     */
    public record State(ValidationScore best, int epoch, int falls, float[] weights) {
        public State {
            requireNonNull(best, "best is null");
            requireNonNull(weights, "weights is null");
        }
    }

    public void restore(State earlier) {
        state = earlier;
    }

    public State state() {
        return state;
    }

    public void add(int epoch, ValidationScore score, Supplier<float[]> weights) {
        if (!score.isKnown()) {
            return;
        }
        if (!state.best().isKnown() || score.value() >= state.best().value()) {
            state = new State(score, epoch, 0, weights.get());
        } else {
            int falls = score.isClearlyBelow(state.best()) ? state.falls() + 1 : 0;
            state = new State(state.best(), state.epoch(), falls, state.weights());
        }
    }

    public boolean isOver() {
        return state.falls() >= patience;
    }

    /** Whether the weights of the best score are to be served in place of the last ones. */
    public boolean hasBetter() {
        return state.falls() > 0;
    }
}
