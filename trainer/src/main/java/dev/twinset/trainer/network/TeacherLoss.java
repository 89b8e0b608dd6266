package dev.twinset.trainer.network;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far a row points away from another network's vector of the same image: 1 - cosine, times the length of that
 * vector. A row whose vector is zero has no teacher and adds nothing.
 */
final class TeacherLoss extends BatchLoss {
    private static final long serialVersionUID = 1L;

    private static final double LEAST_NORM = 1e-8;

    @Override
    double loss(double[][] outputs, INDArray labels, double[][] gradient) {
        double[][] teachers = labels.toDoubleMatrix();
        double sum = 0;
        for (int row = 0; row < outputs.length; row++) {
            sum += loss(outputs[row], teachers[row], gradient[row]);
        }
        return sum;
    }

    private static double loss(double[] output, double[] teacher, double[] gradient) {
        double length = Math.sqrt(product(teacher, teacher));
        if (length == 0) {
            return 0;
        }
        double norm = Math.max(LEAST_NORM, Math.sqrt(product(output, output)));
        double cosine = product(output, teacher) / (norm * length);
        for (int i = 0; i < output.length; i++) {
            gradient[i] = (length * cosine * output[i] / norm - teacher[i]) / norm;
        }
        return length * (1 - cosine);
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
