package dev.twinset.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class WeightAverageTest {
    @Test
    void anEarlyAverageForgetsFasterThanALateOne() {
        try (INDArray weights = Nd4j.createFromArray(11f);
                WeightAverage average = new WeightAverage(weights, 0.25)) {
            weights.assign(0);
            average.update(); // keeps 2/11
            assertThat(average.values()[0]).isCloseTo(2, within(1e-5f));
            average.update(); // would keep 3/12 or more from here on: 0.25 at most
            average.update();
            assertThat(average.values()[0]).isCloseTo(2 * 0.25f * 0.25f, within(1e-5f));
        }
    }

    @Test
    void theTrainedWeightsComeBackAfterWorkEvenIfItFails() {
        try (INDArray weights = Nd4j.createFromArray(1f, 2f);
                WeightAverage average = new WeightAverage(weights, 0.5)) {
            weights.assign(Nd4j.createFromArray(7f, 8f));

            average.during(() -> assertThat(weights.toFloatVector()).containsExactly(1, 2));
            assertThatIllegalStateException()
                    .isThrownBy(() -> average.during(() -> {
                        throw new IllegalStateException("no score");
                    }));
            assertThat(weights.toFloatVector()).containsExactly(7, 8);
        }
    }

    @Test
    void aRestoredAverageGoesOnWithItsSteps() {
        try (INDArray weights = Nd4j.createFromArray(0f);
                WeightAverage average = new WeightAverage(weights, 0.5)) {
            average.restore(new float[] {8}, 1000);
            average.update();

            assertThat(average.values()).containsExactly(4);
        }
    }
}
