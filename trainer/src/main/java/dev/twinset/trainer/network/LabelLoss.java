package dev.twinset.trainer.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A loss that compares outputs with class numbers. */
abstract class LabelLoss extends BatchLoss {
    private static final long serialVersionUID = 1L;

    /** A label that is not there. */
    static final int UNKNOWN = -1;

    /**
     * @param outputs one array per row
     * @param labels class numbers, one per task, or {@link #UNKNOWN}
     * @param gradient zeros of the shape of the outputs; receives d(sum of losses) / d(outputs)
     * @return sum of the losses of the rows
     */
    abstract double loss(double[][] outputs, int[][] labels, double[][] gradient);

    @Override
    final double loss(double[][] outputs, INDArray labels, double[][] gradient) {
        return loss(outputs, labels.toIntMatrix(), gradient);
    }
}
