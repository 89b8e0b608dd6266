package dev.twinset.trainer.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.vision.bundle.MatchCalibration.Point;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

final class CalibrationFitTest {
    private static final long SEED = 20260403;

    /** Logistic in the angle, as real scores are. */
    private static double real(double score) {
        return 1 / (1 + Math.exp(6 * Math.acos(score) - 4));
    }

    @Test
    void aKnownTruthIsFoundAgain() {
        MatchCalibration found = fit(20_000, 0.3, 1, CalibrationFitTest::real);

        for (float score = 0.3f; score < 1; score += 0.01f) {
            assertThat(at(found, score)).as("match of %s", score).isCloseTo(real(score), within(0.02));
        }
    }

    @Test
    void aTruthOfAnotherFormIsFoundRoughly() {
        MatchCalibration found = fit(20_000, 0, 1, score -> score);

        for (float score = 0; score < 1; score += 0.01f) {
            assertThat(at(found, score)).as("match of %s", score).isCloseTo(score, within(0.1));
        }
    }

    @Test
    void featuresThatAreAllCloseTogetherAreDistinguished() {
        DoubleUnaryOperator truth = score -> 1 / (1 + Math.exp(300 * Math.acos(score) - 12));
        MatchCalibration found = fit(20_000, 0.997, 1, truth);

        for (float score = 0.9971f; score < 1; score += 0.0001f) {
            assertThat(at(found, score)).as("match of %s", score).isCloseTo(truth.applyAsDouble(score), within(0.03));
        }
    }

    @Test
    void aFewHundredPairsAreEnoughForARoughIdea() {
        double sum = 0;
        for (int draw = 0; draw < 50; draw++) {
            MatchCalibration found = fit(SEED + draw, 300, 0.3, 1, CalibrationFitTest::real);
            double worst = 0;
            for (float score = 0.3f; score < 1; score += 0.01f) {
                worst = Math.max(worst, Math.abs(at(found, score) - real(score)));
            }
            sum += worst;
        }
        assertThat(sum / 50).isLessThan(0.06);
    }

    @Test
    void noMatchIsAboveNinetyNineInAHundred() {
        MatchCalibration parted = fit(5000, 0, 1, score -> score > 0.5 ? 1 : 0);

        assertThat(at(parted, -1)).isEqualTo(0.01);
        assertThat(at(parted, 0.45f)).isLessThan(0.1);
        assertThat(at(parted, 0.55f)).isGreaterThan(0.9);
        assertThat(at(parted, 1)).isEqualTo(0.99);
        assertThat(at(fit(5000, 0.5, 1, score -> 1), 0.7f)).isEqualTo(0.99);
        assertThat(at(fit(5000, 0.5, 1, score -> 0), 0.7f)).isEqualTo(0.01);
    }

    @Test
    void scoresThatSayNothingGiveTheirMeanEverywhere() {
        MatchCalibration falling = fit(5000, 0, 1, score -> 1 - score);
        assertThat(at(falling, 0.1f)).isEqualTo(at(falling, 0.9f)).isCloseTo(0.5, within(0.03));

        ScoredPairs equal = new ScoredPairs();
        for (int i = 0; i < 400; i++) {
            equal.add(0.8f, i % 4 != 0);
        }
        assertThat(at(CalibrationFit.of(equal), 0.8f)).isCloseTo(0.75, within(0.01));
    }

    @Test
    void fewPairsTeachNothing() {
        assertThat(fit(CalibrationFit.LEAST_PAIRS - 1, 0, 1, CalibrationFitTest::real))
                .isEqualTo(MatchCalibration.NONE);
        assertThat(fit(CalibrationFit.LEAST_PAIRS, 0, 1, CalibrationFitTest::real))
                .isNotEqualTo(MatchCalibration.NONE);
    }

    @Test
    void itIsAShortListFromOppositeToEqual() {
        assertThat(fit(20_000, 0.3, 1, CalibrationFitTest::real).points())
                .hasSizeBetween(10, 20)
                .startsWith(new Point(-1, 0.01))
                .last()
                .satisfies(last -> assertThat(last.score()).isEqualTo(1));
    }

    @Test
    void roundingBeyondOneIsOne() {
        ScoredPairs pairs = new ScoredPairs();
        for (int i = 0; i < 200; i++) {
            pairs.add(i % 2 == 0 ? 1.0000002f : 0.2f, i % 2 == 0);
        }
        assertThat(at(CalibrationFit.of(pairs), 1.0000002f)).isGreaterThan(0.95);
        assertThatIllegalArgumentException().isThrownBy(() -> pairs.add(Float.NaN, true));
    }

    private static double at(MatchCalibration calibration, float score) {
        return calibration.match(score).orElseThrow();
    }

    private static MatchCalibration fit(int count, double least, double most, DoubleUnaryOperator truth) {
        return fit(SEED, count, least, most, truth);
    }

    private static MatchCalibration fit(long seed, int count, double least, double most, DoubleUnaryOperator truth) {
        Random random = new Random(seed);
        ScoredPairs pairs = new ScoredPairs();
        for (int i = 0; i < count; i++) {
            float score = (float) (least + (most - least) * random.nextDouble());
            pairs.add(score, random.nextDouble() < truth.applyAsDouble(score));
        }
        return CalibrationFit.of(pairs);
    }
}
