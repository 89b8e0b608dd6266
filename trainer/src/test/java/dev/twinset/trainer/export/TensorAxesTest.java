package dev.twinset.trainer.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.vision.bundle.Tensor;
import org.junit.jupiter.api.Test;

final class TensorAxesTest {
    /** Each value names its own place. */
    @Test
    void permutedAxesMoveEachValueToItsPlace() {
        int[] shape = {2, 3, 4, 5};
        float[] values = new float[120];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Tensor permuted = TensorAxes.permuted(new Tensor(shape, values), 3, 2, 0, 1);

        assertThat(permuted.shape()).containsExactly(5, 4, 2, 3);
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 3; b++) {
                for (int c = 0; c < 4; c++) {
                    for (int d = 0; d < 5; d++) {
                        assertThat(permuted.values()[((d * 4 + c) * 2 + a) * 3 + b])
                                .isEqualTo(((a * 3 + b) * 4 + c) * 5 + d);
                    }
                }
            }
        }
    }

    @Test
    void theInversePermutationGivesTheTensorBack() {
        Tensor tensor = new Tensor(new int[] {2, 3, 2}, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
        Tensor back = TensorAxes.permuted(TensorAxes.permuted(tensor, 1, 2, 0), 2, 0, 1);
        assertThat(back.shape()).isEqualTo(tensor.shape());
        assertThat(back.values()).isEqualTo(tensor.values());
    }

    @Test
    void columnsAreCutFromEveryRow() {
        Tensor cut = TensorAxes.columns(new Tensor(new int[] {2, 3}, new float[] {1, 2, 3, 4, 5, 6}), 1, 3);
        assertThat(cut.shape()).containsExactly(2, 2);
        assertThat(cut.values()).containsExactly(2, 3, 5, 6);
    }

    @Test
    void aFoldedNormalisationIsTheNormalisationItself() {
        BatchNorm norm =
                new BatchNorm(new float[] {2, 0.5f}, new float[] {1, -1}, new float[] {3, 4}, new float[] {0.25f, 9});
        Tensor weight = norm.foldedWeight(new Tensor(new int[] {1, 2}, new float[] {5, 7}));
        Tensor bias = norm.foldedBias(new float[] {0.5f, 0.25f});
        for (int channel = 0; channel < 2; channel++) {
            double x = 0.8;
            double convolved = x * new double[] {5, 7}[channel] + new double[] {0.5, 0.25}[channel];
            double expected = norm.beta()[channel]
                    + norm.gamma()[channel]
                            * (convolved - norm.mean()[channel])
                            / Math.sqrt(norm.variance()[channel] + 1e-5);
            assertThat(x * weight.values()[channel] + bias.values()[channel])
                    .isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-5));
        }
        assertThat(norm.keepsOrder()).isTrue();
        assertThat(new BatchNorm(new float[] {1, -1}, new float[2], new float[2], new float[2]).keepsOrder())
                .isFalse();
    }
}
