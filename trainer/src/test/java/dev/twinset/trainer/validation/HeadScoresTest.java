package dev.twinset.trainer.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.trainer.training.TinyNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HeadScoresTest {
    @TempDir
    private Path folder;

    /** Against sums in double over every class, without the shift that keeps exponentials small. */
    @Test
    void accuracyAndLossAreThoseOfTheDefinition() throws IOException {
        try (CatalogDataset data =
                CatalogDataset.load(DrawnShapes.draw(60, folder), TinyNet.SHAPE.side(), 2, done -> {})) {
            Random random = new Random(4);
            HeadScores scores = new HeadScores(data);
            int tasks = data.tasks().size();
            double[] hits = new double[tasks];
            double[] losses = new double[tasks];
            double[] known = new double[tasks];
            for (int row = 0; row < data.size(); row++) {
                float[] logits = logits(data, random);
                scores.add(row, logits);
                int from = 0;
                for (int task = 0; task < tasks; task++) {
                    int classes = data.tasks().get(task).classes().size();
                    int label = data.label(row, task);
                    if (label != CatalogDataset.UNKNOWN) {
                        known[task]++;
                        double sum = 0;
                        boolean strongest = true;
                        for (int i = from; i < from + classes; i++) {
                            sum += Math.exp(logits[i]);
                            strongest &= logits[i] <= logits[from + label];
                        }
                        hits[task] += strongest ? 1 : 0;
                        losses[task] -= Math.log(Math.exp(logits[from + label]) / sum);
                    }
                    from += classes;
                }
            }
            SortedMap<String, Double> accuracies = scores.accuracies("a.");
            SortedMap<String, Double> means = scores.losses("l.");
            assertThat(tasks).isPositive();
            for (int task = 0; task < tasks; task++) {
                String name = data.tasks().get(task).name();
                assertThat(accuracies.get("a." + name)).isEqualTo(hits[task] / known[task]);
                assertThat(means.get("l." + name)).isCloseTo(losses[task] / known[task], within(1e-9));
            }
            assertThat(scores.labelled()).isEqualTo((int) known[0]);
        }
    }

    @Test
    void aLogitThatWouldOverflowAnExponentialStillHasALoss() throws IOException {
        try (CatalogDataset data =
                CatalogDataset.load(DrawnShapes.draw(40, folder), TinyNet.SHAPE.side(), 2, done -> {})) {
            HeadScores scores = new HeadScores(data);
            float[] logits = logits(data, new Random(1));
            logits[0] = 5000;
            scores.add(0, logits);
            assertThat(scores.losses(""))
                    .isNotEmpty()
                    .allSatisfy((task, loss) -> assertThat(loss).isBetween(0.0, 1e4));
        }
    }

    @Test
    void withoutAnImageThereIsNoFigure() throws IOException {
        try (CatalogDataset data =
                CatalogDataset.load(DrawnShapes.draw(40, folder), TinyNet.SHAPE.side(), 2, done -> {})) {
            HeadScores scores = new HeadScores(data);
            assertThat(scores.accuracies("")).isEmpty();
            assertThat(scores.losses("")).isEmpty();
            assertThat(scores.labelled()).isZero();
        }
    }

    private static float[] logits(CatalogDataset data, Random random) {
        int classes =
                data.tasks().stream().mapToInt(task -> task.classes().size()).sum();
        float[] logits = new float[classes];
        for (int i = 0; i < classes; i++) {
            logits[i] = (float) (3 * random.nextGaussian());
        }
        return logits;
    }
}
