package dev.twinset.vision.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.vision.bundle.MatchCalibration.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MatchCalibrationTest {
    private static final MatchCalibration STEEP =
            calibration(new Point(0.25, 0.125), new Point(0.5, 0.5), new Point(0.75, 0.5), new Point(1, 0.96875));

    private static MatchCalibration calibration(Point... points) {
        return new MatchCalibration(List.of(points));
    }

    private static double at(float score) {
        return STEEP.match(score).orElseThrow();
    }

    @Test
    void betweenPointsItIsAStraightLine() {
        assertThat(at(0.25f)).isEqualTo(0.125);
        assertThat(at(0.375f)).isEqualTo(0.3125);
        assertThat(at(0.5f)).isEqualTo(0.5);
        assertThat(at(0.625f)).isEqualTo(0.5);
        assertThat(at(0.875f)).isEqualTo(0.7344); // 0.734375, rounded
    }

    @Test
    void beyondTheEndsItIsLevel() {
        assertThat(at(-1)).isEqualTo(0.125);
        assertThat(at(0.2499f)).isEqualTo(0.125);
        assertThat(at(1)).isEqualTo(0.9688); // 0.96875, rounded to even
        assertThat(at(1.0000001f)).isEqualTo(0.9688);
    }

    @Test
    void aModelThatWasNeverCalibratedHasNoMatch() {
        assertThat(MatchCalibration.NONE.match(0.9f)).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void aGreaterScoreNeverGetsASmallerMatch() {
        long seed = 20260401;
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            MatchCalibration drawn = drawn(random);
            float score = -1.1f;
            double before = 0;
            while (score < 1.1f) {
                double match = drawn.match(score).orElseThrow();
                assertThat(match)
                        .as("seed %d, round %d, score %s of %s", seed, round, score, drawn)
                        .isBetween(before, 1.0);
                before = match;
                score = random.nextBoolean() ? Math.nextUp(score) : score + 0.05f * random.nextFloat();
            }
        }
    }

    private static MatchCalibration drawn(Random random) {
        List<Point> points = new ArrayList<>();
        double score = -1 + random.nextDouble();
        double match = 0;
        for (int i = 0; i < 2 + random.nextInt(10); i++) {
            points.add(new Point(score, match));
            score += 1e-6 + 0.2 * random.nextDouble();
            match = random.nextInt(3) == 0 ? match : match + (1 - match) * random.nextDouble();
        }
        return new MatchCalibration(points);
    }

    @Test
    void theBitsAreTheseOnEveryMachineAndJdk() {
        MatchCalibration odd = calibration(new Point(0.1, 0.03), new Point(0.3, 0.7), new Point(0.9, 0.97));
        long digest = 0;
        for (float score = -1; score <= 1; score += 0x1p-12f) {
            digest = 31 * digest + Double.doubleToRawLongBits(odd.match(score).orElseThrow());
        }
        assertThat(digest).isEqualTo(4772665926995531649L);
    }

    @Test
    void aLineThatDoesNotRiseIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calibration(new Point(0.5, 0.5)))
                .withMessage("calibration has 1 point, expected none or at least 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calibration(new Point(0.5, 0.5), new Point(0.5, 0.6)))
                .withMessageContaining("expected a greater score");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calibration(new Point(0.5, 0.5), new Point(0.6, 0.4)))
                .withMessageContaining("a match that is not smaller");
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Point(0.5, bad))
                    .withMessageContaining("match " + bad);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Point(Double.NaN, 0.5));
    }
}
