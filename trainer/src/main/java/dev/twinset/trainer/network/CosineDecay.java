package dev.twinset.trainer.network;

import org.nd4j.linalg.schedule.ISchedule;

/** A learning rate that falls from its start to 0 along half a cosine, step by step. */
final class CosineDecay implements ISchedule {
    private static final long serialVersionUID = 1L;

    private final double start;
    private final int steps;

    CosineDecay(double start, int steps) {
        this.start = start;
        this.steps = steps;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return start * 0.5 * (1 + Math.cos(Math.PI * Math.min(iteration, steps) / steps));
    }

    /** Immutable, so that it is its own copy. */
    @Override
    @SuppressWarnings("SuperCallToObjectMethod")
    public CosineDecay clone() {
        return this;
    }
}
