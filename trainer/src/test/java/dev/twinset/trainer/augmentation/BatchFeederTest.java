package dev.twinset.trainer.augmentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.EpochSampler;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.training.DrawnShapes;
import dev.twinset.trainer.training.TinyNet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BatchFeederTest {
    private static final int BATCH = 8;

    @TempDir
    private Path folder;

    @Test
    void aFeederThatStartsLaterFeedsWhatOneFromTheStartWould() throws IOException {
        try (CatalogDataset data = shapes();
                BatchFeeder early = feeder(data, 1);
                BatchFeeder late = feeder(data, 3)) {
            for (int i = 0; i < 2 * early.steps(); i++) {
                early.next();
            }
            for (int i = 0; i < 2 * early.steps(); i++) {
                assertThat(late.next().images()).isEqualTo(early.next().images());
            }
        }
    }

    @Test
    void everyEpochShowsEveryImageAtMostOnceAndNeverTheSameWay() throws IOException {
        try (CatalogDataset data = shapes();
                BatchFeeder feeder = feeder(data, 1)) {
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 3 * feeder.steps(); i++) {
                float[] images = feeder.next().images();
                int length = images.length / BATCH;
                for (int image = 0; image < BATCH; image++) {
                    seen.add(Arrays.hashCode(Arrays.copyOfRange(images, image * length, (image + 1) * length)));
                }
            }
            assertThat(seen).hasSize(3 * feeder.steps() * BATCH);
            assertThat(feeder.steps()).isEqualTo(data.rows(Split.TRAINING).length / BATCH);
        }
    }

    private static BatchFeeder feeder(CatalogDataset data, int epoch) throws IOException {
        EpochSampler sampler = new EpochSampler(data, data.rows(Split.TRAINING));
        return new BatchFeeder(new BatchMaker(data, data.inputRule()), sampler, BATCH, 1, epoch);
    }

    private CatalogDataset shapes() throws IOException {
        return CatalogDataset.load(DrawnShapes.draw(60, folder), TinyNet.SHAPE.side(), 2, done -> {});
    }
}
