package dev.twinset.trainer.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class LogisticCurveTest {
    /** Newton's method against many small steps down the gradient of the same loss. */
    @Test
    void itFindsWhatGradientDescentFinds() {
        for (int seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            double slope = 3 * random.nextDouble();
            double offset = random.nextGaussian();
            double[] x = random.doubles(300, -2, 2).toArray();
            boolean[] seen = new boolean[x.length];
            for (int i = 0; i < x.length; i++) {
                seen[i] = random.nextDouble() < 1 / (1 + Math.exp(-slope * x[i] - offset));
            }
            double[] slow = descend(x, seen);

            LogisticCurve curve = LogisticCurve.fit(x, seen);

            assertThat(curve.slope()).as("seed %d", seed).isCloseTo(slow[0], within(1e-5));
            assertThat(curve.offset()).as("seed %d", seed).isCloseTo(slow[1], within(1e-5));
        }
    }

    @Test
    void perfectlySeparatedSidesGiveAFiniteCurve() {
        double[] x = {-2, -1.5, -1, 1, 1.5, 2};
        LogisticCurve curve = LogisticCurve.fit(x, new boolean[] {false, false, false, true, true, true});
        assertThat(curve.slope()).isBetween(0.5, 10.0);
        assertThat(curve.at(0)).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void aFallingCurveIsReplacedByTheMean() {
        double[] x = {-1, -1, -1, -1, 1, 1, 1, 1};
        LogisticCurve curve = LogisticCurve.fit(x, new boolean[] {true, true, true, false, false, false, false, true});
        assertThat(curve.slope()).isZero();
        assertThat(curve.at(-1)).isEqualTo(curve.at(1)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void logOddsAndTheCurveAreInverse() {
        for (double probability : new double[] {0.001, 0.2, 0.5, 0.99}) {
            assertThat(new LogisticCurve(1, 0).at(LogisticCurve.logOdds(probability)))
                    .isCloseTo(probability, within(1e-12));
        }
    }

    /** Platt's targets: each side as if it had been seen once more. */
    private static double[] descend(double[] x, boolean[] seen) {
        int yes = 0;
        for (boolean one : seen) {
            yes += one ? 1 : 0;
        }
        double slope = 0;
        double offset = 0;
        for (int step = 0; step < 60_000; step++) {
            double bySlope = 0;
            double byOffset = 0;
            for (int i = 0; i < x.length; i++) {
                double target = seen[i] ? (yes + 1.0) / (yes + 2.0) : 1.0 / (seen.length - yes + 2.0);
                double error = 1 / (1 + Math.exp(-slope * x[i] - offset)) - target;
                bySlope += error * x[i] / x.length;
                byOffset += error / x.length;
            }
            slope -= 0.5 * bySlope;
            offset -= 0.5 * byOffset;
        }
        return new double[] {slope, offset};
    }
}
