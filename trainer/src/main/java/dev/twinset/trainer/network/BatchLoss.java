package dev.twinset.trainer.network;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss in plain Java over one batch, behind the interface of Deeplearning4j. That one divides the loss and its
 * gradient by the rows of the batch, so {@link #loss} gives sums over the rows. The activation before it must be the
 * identity.
 */
abstract class BatchLoss implements ILossFunction {
    private static final long serialVersionUID = 1L;

    /**
     * @param outputs one array per row
     * @param gradient zeros of the shape of the outputs; receives d(sum of losses) / d(outputs)
     * @return sum of the losses of the rows
     */
    abstract double loss(double[][] outputs, INDArray labels, double[][] gradient);

    @Override
    public final Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray output, IActivation activation, INDArray mask, boolean average) {
        double[][] outputs = output.toDoubleMatrix();
        double[][] gradient = new double[outputs.length][outputs[0].length];
        double sum = loss(outputs, labels, gradient);
        return new Pair<>(
                average ? sum / outputs.length : sum,
                Nd4j.createFromArray(gradient).castTo(output.dataType()));
    }

    @Override
    public final double computeScore(
            INDArray labels, INDArray output, IActivation activation, INDArray mask, boolean average) {
        return computeGradientAndScore(labels, output, activation, mask, average)
                .getFirst();
    }

    @Override
    public final INDArray computeGradient(INDArray labels, INDArray output, IActivation activation, INDArray mask) {
        return computeGradientAndScore(labels, output, activation, mask, false).getSecond();
    }

    @Override
    public final INDArray computeScoreArray(INDArray labels, INDArray output, IActivation activation, INDArray mask) {
        throw new UnsupportedOperationException("a loss over a batch has no score per row");
    }

    @Override
    public final String name() {
        return getClass().getSimpleName();
    }
}
