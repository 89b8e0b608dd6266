package dev.twinset.trainer.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Decoupled weight decay that adds nothing to the score: that would take the norm of all weights at each step. */
final class QuietWeightDecay extends WeightDecay {
    private static final long serialVersionUID = 1L;

    private final double share;

    QuietWeightDecay(double share) {
        super(share, true);
        this.share = share;
    }

    @Override
    public double score(INDArray weights, int step, int epoch) {
        return 0;
    }

    @Override
    public Regularization clone() {
        return new QuietWeightDecay(share);
    }
}
