package dev.twinset.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.vision.bundle.InputRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchMakerTest {
    private static final int SIDE = 40;
    private static final InputRule RULE = InputRule.of(List.of(0.5, 0.25, 0.75), List.of(0.1, 0.2, 0.4));

    @TempDir
    private Path folder;

    @Test
    void aPlainBatchHoldsTheNormalisedPixelsAndTheLabels() throws IOException {
        try (CatalogDataset data = CatalogDataset.load(DrawnShapes.draw(40, folder), SIDE, 2, done -> {})) {
            int[] rows = {7, 3, 11};
            ImageBatch batch = new BatchMaker(data, RULE).plain(rows, 1, 3);

            int tasks = data.tasks().size();
            assertThat(batch.images()).hasSize(2 * SIDE * SIDE * 3);
            assertThat(batch.labels()).hasSize(2 * tasks);
            byte[] rgb = new byte[SIDE * SIDE * 3];
            for (int i = 0; i < 2; i++) {
                data.pixels(rows[1 + i], rgb);
                for (int at = 0; at < rgb.length; at++) {
                    double value = (rgb[at] & 255) / 255.0;
                    double expected =
                            (value - RULE.mean().get(at % 3)) / RULE.std().get(at % 3);
                    assertThat(batch.images()[i * rgb.length + at]).isCloseTo((float) expected, within(1e-4f));
                }
                for (int task = 0; task < tasks; task++) {
                    assertThat(batch.labels()[i * tasks + task]).isEqualTo(data.label(rows[1 + i], task));
                }
            }
        }
    }

    @Test
    void anAugmentedBatchHasTheSameLabelsAndOtherPixelsOfTheSameRange() throws IOException {
        try (CatalogDataset data = CatalogDataset.load(DrawnShapes.draw(40, folder), SIDE, 2, done -> {})) {
            BatchMaker maker = new BatchMaker(data, RULE);
            int[] rows = {7, 3, 11};
            ImageBatch plain = maker.plain(rows, 0, 3);
            ImageBatch augmented = maker.augmented(rows, 0, 3, position -> new Random(position));

            assertThat(augmented.labels()).isEqualTo(plain.labels());
            assertThat(augmented.images()).isNotEqualTo(plain.images());
            for (int at = 0; at < augmented.images().length; at++) {
                double value = augmented.images()[at] * RULE.std().get(at % 3)
                        + RULE.mean().get(at % 3);
                assertThat(value).isBetween(-1e-5, 1 + 1e-5);
            }
            assertThat(maker.augmented(rows, 0, 3, position -> new Random(position))
                            .images())
                    .as("by the same random numbers")
                    .isEqualTo(augmented.images());
        }
    }

    @Test
    void randomNumbersDependOnlyOnSeedEpochAndPosition() {
        Set<Long> firsts = new HashSet<>();
        for (long seed = 0; seed < 10; seed++) {
            for (int epoch = 1; epoch <= 10; epoch++) {
                for (int position = -1; position < 50; position++) {
                    long first = PositionalRandom.random(seed, epoch, position).nextLong();
                    assertThat(PositionalRandom.random(seed, epoch, position).nextLong())
                            .isEqualTo(first);
                    firsts.add(first);
                }
            }
        }
        assertThat(firsts).as("none occurs twice").hasSize(10 * 10 * 51);
    }

    @Test
    void randomNumbersOfNeighbouringPositionsAreUnrelated() {
        double[] one = new double[5000];
        double[] next = new double[5000];
        for (int i = 0; i < one.length; i++) {
            one[i] = PositionalRandom.random(1, 1, i).nextDouble() - 0.5;
            next[i] = PositionalRandom.random(1, 1, i + 1).nextDouble() - 0.5;
        }
        double covariance = 0;
        for (int i = 0; i < one.length; i++) {
            covariance += one[i] * next[i] / one.length;
        }
        assertThat(covariance * 12).as("correlation").isBetween(-0.06, 0.06);
        assertThat(Arrays.stream(one).average().orElseThrow()).isBetween(-0.02, 0.02);
    }
}
