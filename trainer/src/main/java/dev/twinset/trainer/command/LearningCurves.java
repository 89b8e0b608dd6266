package dev.twinset.trainer.command;

import dev.twinset.trainer.progress.TrainingMetrics;
import dev.twinset.trainer.progress.TrainingProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The progress of a training in a few lines of at most 79 characters: where it is, and a curve for each measure. */
final class LearningCurves {
    private static final int BAR = 16;
    private static final int CURVE = 40;
    private static final int NAME = 24;
    private static final String LEVELS = "▁▂▃▄▅▆▇█";

    private final Map<String, List<Double>> series = new LinkedHashMap<>();

    void add(TrainingProgress.Epoch epoch) {
        epoch.measures().forEach((measure, value) -> {
            if (isShown(measure)) {
                series.computeIfAbsent(measure, name -> new ArrayList<>()).add(value);
            }
        });
    }

    private static boolean isShown(String measure) {
        return measure.equals(TrainingMetrics.LOSS)
                || measure.startsWith(TrainingMetrics.VALIDATION_ACCURACY)
                || measure.startsWith(TrainingMetrics.PRECISION);
    }

    List<String> lines(TrainingProgress.Step step) {
        double done = (step.epoch() - 1 + (double) step.step() / step.steps()) / step.epochs();
        int filled = (int) Math.round(done * BAR);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "epoch %d/%d %s%s %3.0f %%  loss %.3f  %.0f images/s  %s left",
                step.epoch(),
                step.epochs(),
                "█".repeat(filled),
                "░".repeat(BAR - filled),
                100 * done,
                step.loss(),
                step.imagesPerSecond(),
                minutes(step.left())));
        lines.addAll(curves());
        return lines;
    }

    /** One line for each measure that has a course. */
    List<String> curves() {
        List<String> lines = new ArrayList<>();
        series.forEach((name, values) -> {
            if (values.size() > 1) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%-" + NAME + "s %6.3f  %s",
                        title(name),
                        values.get(values.size() - 1),
                        curve(values)));
            }
        });
        return lines;
    }

    private static String title(String measure) {
        String title = measure.replace(TrainingMetrics.VALIDATION_ACCURACY, "right ")
                .replace(TrainingMetrics.PRECISION, "P@5 ");
        return title.length() <= NAME ? title : title.substring(0, NAME - 1) + "…";
    }

    /** Between the least and the greatest value; of many values each column shows the mean of some. */
    static String curve(List<Double> values) {
        int columns = Math.min(CURVE, values.size());
        double[] means = new double[columns];
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < columns; column++) {
            means[column] =
                    values.subList(column * values.size() / columns, (column + 1) * values.size() / columns).stream()
                            .mapToDouble(Double::doubleValue)
                            .average()
                            .orElse(0);
            least = Math.min(least, means[column]);
            most = Math.max(most, means[column]);
        }
        StringBuilder curve = new StringBuilder();
        for (double mean : means) {
            double height = most > least ? (mean - least) / (most - least) : 0.5;
            curve.append(LEVELS.charAt((int) Math.round(height * (LEVELS.length() - 1))));
        }
        return curve.toString();
    }

    static String minutes(Duration left) {
        return left.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }
}
