package dev.twinset.trainer.network;

/**
 * Weighted sum of the tasks' softmax cross-entropies. An output row holds the logits of all tasks side by side; a task
 * whose label is unknown adds nothing.
 */
final class TaskLoss extends LabelLoss {
    private static final long serialVersionUID = 1L;

    private final int[] classes;
    private final double[] weights;

    /** @param classes number of classes of each task */
    TaskLoss(int[] classes, double[] weights) {
        this.classes = classes.clone();
        this.weights = weights.clone();
    }

    @Override
    double loss(double[][] outputs, int[][] labels, double[][] gradient) {
        double sum = 0;
        for (int row = 0; row < outputs.length; row++) {
            int from = 0;
            for (int task = 0; task < classes.length; task++) {
                int label = labels[row][task];
                if (label != UNKNOWN) {
                    sum += crossEntropy(outputs[row], from, task, label, gradient[row]);
                }
                from += classes[task];
            }
        }
        return sum;
    }

    private double crossEntropy(double[] logits, int from, int task, int label, double[] gradient) {
        int to = from + classes[task];
        double logSum = LogSumExp.of(logits, from, to);
        for (int i = from; i < to; i++) {
            gradient[i] = weights[task] * Math.exp(logits[i] - logSum);
        }
        gradient[from + label] -= weights[task];
        return weights[task] * (logSum - logits[from + label]);
    }
}
