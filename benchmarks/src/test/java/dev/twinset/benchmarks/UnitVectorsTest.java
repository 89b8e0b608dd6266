package dev.twinset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class UnitVectorsTest {
    @Test
    void aVectorHasLengthOneAndFollowsFromTheSeed() {
        float[] vector = UnitVectors.random(new Random(7), 128);
        double squares = 0;
        for (float value : vector) {
            squares += value * value;
        }

        assertThat(squares).isEqualTo(1, within(1e-5));
        assertThat(vector)
                .isEqualTo(UnitVectors.random(new Random(7), 128))
                .isNotEqualTo(UnitVectors.random(new Random(8), 128));
    }
}
