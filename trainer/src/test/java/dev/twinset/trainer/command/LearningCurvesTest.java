package dev.twinset.trainer.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.trainer.progress.TrainingProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LearningCurvesTest {
    private static final TrainingProgress.Step STEP =
            new TrainingProgress.Step(3, 4, 50, 100, 2.3456, 224.4, Duration.ofSeconds(3725));

    @Test
    void aCurveGoesFromTheLeastToTheGreatestValue() {
        assertThat(LearningCurves.curve(List.of(0.0, 0.5, 1.0))).isEqualTo("▁▅█");
        assertThat(LearningCurves.curve(List.of(3.0, 2.0, 1.0))).isEqualTo("█▅▁");
        assertThat(LearningCurves.curve(List.of(2.0, 2.0))).isEqualTo("▅▅");
    }

    @Test
    void aLongCurveIsDrawnTogether() {
        List<Double> rising =
                Stream.iterate(0.0, value -> value + 1).limit(1000).toList();
        assertThat(LearningCurves.curve(rising)).hasSize(40).startsWith("▁").endsWith("█");
    }

    @Test
    void linesSayWhereItIsAndHowItGoes() {
        LearningCurves board = new LearningCurves();
        board.add(epoch(1, Map.of("loss", 4.0, "loss.contrast", 1.0)));
        board.add(epoch(2, Map.of("loss", 2.5, "validation.accuracy.a-column-of-a-very-long-name-indeed", 0.5)));
        board.add(epoch(4, Map.of("loss", 2.0, "validation.accuracy.a-column-of-a-very-long-name-indeed", 0.75)));
        assertThat(board.lines(STEP))
                .containsExactly(
                        "epoch 3/4 ██████████░░░░░░  63 %  loss 2.346  224 images/s  1:02:05 left",
                        "loss                      2.000  █▃▁", "right a-column-of-a-ver…  0.750  ▁█");
    }

    @Test
    void onATerminalLinesAreDrawnInTheirPlaceAndErased() {
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();
        LiveLines live = new LiveLines(new PrintStream(terminal, true, UTF_8), true);
        live.show(() -> List.of("one", "two"));
        // too soon
        live.show(() -> List.of("three"));
        live.erase();
        assertThat(terminal.toString(UTF_8)).isEqualTo("\rone\ntwo\n\r\033[1A\033[2K\033[1A\033[2K");
    }

    @Test
    void elsewhereNothingMoves() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        LiveLines live = new LiveLines(new PrintStream(file, true, UTF_8), false);
        live.show(() -> List.of("one"));
        live.erase();
        assertThat(file.size()).isZero();
    }

    private static TrainingProgress.Epoch epoch(int number, Map<String, Double> measures) {
        return new TrainingProgress.Epoch(
                number, 4, Collections.unmodifiableSortedMap(new TreeMap<>(measures)), Duration.ZERO);
    }
}
