package dev.twinset.trainer.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ValidationScoreTest {
    @Test
    void aScoreOfManyIsClearlyBelowSoonerThanOneOfFew() {
        assertThat(new ValidationScore(0.75, 10_000).isClearlyBelow(new ValidationScore(0.8, 10_000)))
                .isTrue();
        assertThat(new ValidationScore(0.75, 20).isClearlyBelow(new ValidationScore(0.8, 20)))
                .isFalse();
    }

    /** Of 400 with a share of a half the deviation is 0.025 all but a little: two of them are 0.05. */
    @Test
    void theLimitIsTwoDeviationsOfAShare() {
        ValidationScore best = new ValidationScore(0.5, 400);
        assertThat(new ValidationScore(0.451, 400).isClearlyBelow(best)).isFalse();
        assertThat(new ValidationScore(0.449, 400).isClearlyBelow(best)).isTrue();
    }

    @Test
    void aShareOfAllHasADeviationToo() {
        assertThat(new ValidationScore(0.99, 50).isClearlyBelow(new ValidationScore(1, 50)))
                .isFalse();
    }

    @Test
    void aHigherOrUnknownScoreIsNotBelow() {
        ValidationScore best = new ValidationScore(0.5, 1000);
        assertThat(new ValidationScore(0.9, 1000).isClearlyBelow(best)).isFalse();
        assertThat(new ValidationScore(0, 0).isClearlyBelow(best)).isFalse();
        assertThat(new ValidationScore(0, 0).isKnown()).isFalse();
    }
}
