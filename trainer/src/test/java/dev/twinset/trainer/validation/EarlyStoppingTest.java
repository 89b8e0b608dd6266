package dev.twinset.trainer.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EarlyStoppingTest {
    private final EarlyStopping stop = new EarlyStopping(2);
    private int epoch;

    @Test
    void aScoreThatRisesOrStaysLevelGoesOnAndServesTheLastWeights() {
        for (int i = 0; i < 50; i++) {
            // noise of 1.5 points is less than two deviations among 800 images
            add(0.80 + (i % 2 == 0 ? 0.015 : 0), 800);
        }
        assertThat(stop.isOver()).isFalse();
        assertThat(stop.hasBetter()).isFalse();
    }

    @Test
    void aScoreThatFallsBeyondNoiseServesTheBestWeights() {
        add(0.80, 800);
        add(0.70, 800);
        assertThat(stop.hasBetter()).isTrue();
        assertThat(stop.state().epoch()).isEqualTo(1);
        assertThat(stop.state().weights()).containsExactly(1f);
        assertThat(stop.isOver()).isFalse();
        add(0.70, 800);
        assertThat(stop.isOver()).isTrue();
    }

    @Test
    void aScoreThatComesBackIsForgiven() {
        add(0.80, 800);
        add(0.70, 800);
        add(0.79, 800);
        add(0.70, 800);
        assertThat(stop.isOver()).isFalse();
        add(0.82, 800);
        assertThat(stop.hasBetter()).isFalse();
        assertThat(stop.state().weights()).containsExactly(5f);
    }

    @Test
    void aFewImagesSayLittle() {
        add(1, 6);
        add(0.8, 6);
        assertThat(stop.hasBetter()).isFalse();
    }

    @Test
    void withoutAScoreNothingStops() {
        for (int i = 0; i < 5; i++) {
            add(Double.NaN, 0);
        }
        assertThat(stop.isOver()).isFalse();
        assertThat(stop.hasBetter()).isFalse();
    }

    @Test
    void whatItRemembersCanBeHandedOn() {
        add(0.80, 800);
        add(0.70, 800);
        EarlyStopping other = new EarlyStopping(2);
        other.restore(stop.state());
        assertThat(other.hasBetter()).isTrue();
        other.add(3, new ValidationScore(0.7, 800), () -> new float[] {3});
        assertThat(other.isOver()).isTrue();
    }

    private void add(double value, int count) {
        int now = ++epoch;
        stop.add(now, new ValidationScore(value, count), () -> new float[] {now});
    }
}
