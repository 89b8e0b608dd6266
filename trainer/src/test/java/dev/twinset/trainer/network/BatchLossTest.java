package dev.twinset.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class BatchLossTest {
    private static final int UNKNOWN = LabelLoss.UNKNOWN;
    private static final int[][] LABELS = {
        {0, 1, 0}, {0, 1, 0}, {0, 0, 1}, {2, 1, 0}, {2, 1, 0}, {1, 0, 1}, {UNKNOWN, 1, 0}, {0, UNKNOWN, 0}
    };

    private final TaskLoss classes = new TaskLoss(new int[] {3, 2, 2}, new double[] {1.5, 0.5, 0.7});
    private final ContrastiveLoss contrast = new ContrastiveLoss(
            0.1, List.of(new ContrastiveLoss.Term(List.of(0), 0.5), new ContrastiveLoss.Term(List.of(0, 1, 2), 0.25)));

    @Test
    void theGradientOfTheClassesIsThatOfFiniteDifferences() {
        requireGradient(classes, rows(7, 1));
    }

    @Test
    void theGradientOfTheContrastIsThatOfFiniteDifferences() {
        requireGradient(contrast, unit(rows(5, 2)));
    }

    @Test
    void anUnknownLabelTeachesNothing() {
        double[][] outputs = rows(7, 3);
        double[][] gradient = new double[8][7];
        classes.loss(outputs, LABELS, gradient);

        assertThat(gradient[6]).startsWith(0, 0, 0);
        assertThat(gradient[6][3]).isNotZero();
        assertThat(gradient[7]).containsSequence(0, 0);
        assertThat(gradient[7][0]).isNotZero();
    }

    @Test
    void aRowOfUnknownKindNeitherDrawsNorRepels() {
        double[][] outputs = unit(rows(5, 4));
        double[][] gradient = new double[8][5];
        double before = contrast.loss(outputs, LABELS, gradient);
        outputs[6] = outputs[0].clone();

        assertThat(gradient[6]).containsOnly(0);
        assertThat(contrast.loss(outputs, LABELS, new double[8][5])).isEqualTo(before);
    }

    @Test
    void crossEntropyOfEqualLogitsIsTheLogarithmOfTheClasses() {
        TaskLoss one = new TaskLoss(new int[] {4}, new double[] {2});

        double loss = one.loss(new double[3][4], new int[][] {{0}, {3}, {1}}, new double[3][4]);

        assertThat(loss).isCloseTo(3 * 2 * Math.log(4), within(1e-12));
    }

    @Test
    void rowsThatAreAlikeAndCloseCostLessThanRowsThatAreAlikeAndFar() {
        ContrastiveLoss kind = new ContrastiveLoss(0.1, List.of(new ContrastiveLoss.Term(List.of(0), 1)));
        double[][] sorted = {{1, 0}, {1, 0}, {0, 1}, {0, 1}};
        double[][] mixed = {{1, 0}, {0, 1}, {1, 0}, {0, 1}};
        int[][] labels = {{0}, {0}, {1}, {1}};

        assertThat(kind.loss(sorted, labels, new double[4][2])).isLessThan(0.01);
        assertThat(kind.loss(mixed, labels, new double[4][2])).isGreaterThan(10);
    }

    @Test
    void theFrameworkSeesTheSameLossAndGradient() {
        double[][] outputs = rows(7, 5);
        double[][] gradient = new double[8][7];
        double sum = classes.loss(outputs, LABELS, gradient);
        float[][] labels = new float[8][3];
        for (int row = 0; row < 8; row++) {
            for (int task = 0; task < 3; task++) {
                labels[row][task] = LABELS[row][task];
            }
        }
        INDArray mask = Nd4j.ones(8);

        var both = classes.computeGradientAndScore(
                Nd4j.createFromArray(labels), Nd4j.createFromArray(outputs), new ActivationIdentity(), mask, true);

        assertThat(both.getFirst()).isCloseTo(sum / 8, within(1e-12));
        assertThat(both.getSecond().toDoubleMatrix()).isDeepEqualTo(gradient);
    }

    @Test
    void theGradientOfTheTeacherIsThatOfFiniteDifferencesAndARowWithoutOneLearnsNothing() {
        double[][] teachers = rows(6, 6);
        teachers[3] = new double[6];
        INDArray labels = Nd4j.createFromArray(teachers);
        TeacherLoss loss = new TeacherLoss();
        double[][] outputs = rows(6, 7);

        requireGradient((rows, gradient) -> loss.loss(rows, labels, gradient), outputs);

        double[][] gradient = new double[8][6];
        loss.loss(outputs, labels, gradient);
        assertThat(gradient[3]).containsOnly(0);
        assertThat(loss.loss(teachers, labels, new double[8][6])).isCloseTo(0, within(1e-12));
    }

    private static void requireGradient(LabelLoss loss, double[][] outputs) {
        requireGradient((rows, gradient) -> loss.loss(rows, LABELS, gradient), outputs);
    }

    /** @param loss of rows; adds its gradient to the second argument */
    private static void requireGradient(ToDoubleBiFunction<double[][], double[][]> loss, double[][] outputs) {
        double[][] gradient = new double[outputs.length][outputs[0].length];
        assertThat(loss.applyAsDouble(outputs, gradient)).isPositive();
        double step = 1e-5;
        for (int row = 0; row < outputs.length; row++) {
            for (int column = 0; column < outputs[row].length; column++) {
                double value = outputs[row][column];
                outputs[row][column] = value + step;
                double more = loss.applyAsDouble(outputs, new double[outputs.length][outputs[0].length]);
                outputs[row][column] = value - step;
                double less = loss.applyAsDouble(outputs, new double[outputs.length][outputs[0].length]);
                outputs[row][column] = value;
                assertThat(gradient[row][column])
                        .as("row %d, column %d", row, column)
                        .isCloseTo((more - less) / (2 * step), within(1e-6));
            }
        }
    }

    private static double[][] rows(int columns, long seed) {
        Random random = new Random(seed);
        double[][] rows = new double[LABELS.length][columns];
        for (double[] row : rows) {
            for (int i = 0; i < columns; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return rows;
    }

    private static double[][] unit(double[][] rows) {
        for (double[] row : rows) {
            double sum = 0;
            for (double value : row) {
                sum += value * value;
            }
            for (int i = 0; i < row.length; i++) {
                row[i] /= Math.sqrt(sum);
            }
        }
        return rows;
    }
}
