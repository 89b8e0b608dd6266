package dev.twinset.trainer.evaluate.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.trainer.retrieval.ExactRetrieval;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.trainer.retrieval.LabelledItems;
import dev.twinset.vision.bundle.MatchCalibration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReliabilityTest {
    @Test
    void theErrorIsThatOfPencilAndPaper() {
        Reliability reliability = Reliability.of(List.of(0.92, 0.98, 0.5, 1.0), List.of(true, false, true, true));

        assertThat(reliability.pairs()).isEqualTo(4);
        assertThat(reliability.bins())
                .containsExactly(
                        new Reliability.Bin(0.5, 1, 1), new Reliability.Bin((0.92 + 0.98 + 1.0) / 3, 2 / 3.0, 3));
        assertThat(reliability.calibrationError()).isCloseTo((0.5 + 0.9) / 4, within(1e-12));
        assertThat(reliability.brier()).isCloseTo((0.08 * 0.08 + 0.98 * 0.98 + 0.5 * 0.5 + 0) / 4, within(1e-12));
    }

    @Test
    void thePairsAreTheAnswersOfBothKnownKinds() {
        LabelledItems items = new LabelledItems(
                "kind", List.of(), Map.of("kind", new int[] {1, 1, LabelledItems.UNKNOWN, 2}), new int[] {0, 1, 2, 3});
        FeatureMatrix features = new FeatureMatrix(2, new float[] {1, 0, 1, 0, 1, 0, 0, 1});
        MatchCalibration calibration =
                new MatchCalibration(List.of(new MatchCalibration.Point(0, 0.1), new MatchCalibration.Point(1, 0.9)));

        assertThat(Reliability.of(
                        new ExactRetrieval(items, new int[] {0, 2}, new int[] {0, 1, 2, 3}).score(features),
                        calibration))
                .hasValueSatisfying(found -> {
                    assertThat(found.pairs()).isEqualTo(2);
                    assertThat(found.calibrationError()).isCloseTo(0.1, within(1e-9));
                });
    }

    @Test
    void aModelWithoutCalibrationHasNone() {
        LabelledItems items = new LabelledItems("kind", List.of(), Map.of("kind", new int[2]), new int[] {0, 1});
        FeatureMatrix features = new FeatureMatrix(1, new float[] {1, 1});

        assertThat(Reliability.of(
                        new ExactRetrieval(items, new int[] {0}, new int[] {1}).score(features), MatchCalibration.NONE))
                .isEmpty();
    }
}
