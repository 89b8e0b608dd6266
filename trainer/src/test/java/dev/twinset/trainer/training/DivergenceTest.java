package dev.twinset.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.trainer.settings.TrainingProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DivergenceTest {
    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();

    @Test
    void aTrainingThatDivergesGoesOnMoreSlowly() throws IOException {
        train(2);
        assertThat(notes)
                .isNotEmpty()
                .allSatisfy(note -> assertThat(note)
                        .matches("the loss became .* in epoch \\d, step \\d: the epoch starts again with half the"
                                + " learning rate"));
        assertThat(losses).hasSize(2).allSatisfy(loss -> assertThat(loss).isPositive());
    }

    @Test
    void aTrainingThatDivergesForGoodIsOneSentence() {
        assertThatIOException()
                .isThrownBy(() -> train(1e17))
                .withMessage("the loss became NaN in epoch 1, step 2, although the learning rate was halved 3 times:"
                        + " training has failed; look at the images and labels by ./twinset explore, or try another"
                        + " --seed");
        assertThat(notes).hasSize(3);
    }

    private void train(double learningRate) throws IOException {
        TrainingProfile hasty = new TrainingProfile(
                "hasty", TinyNet.SHAPE, TinyNet.HYPERPARAMETERS.withLearningRate(learningRate), 2, 3);
        try (CatalogDataset data =
                CatalogDataset.load(DrawnShapes.draw(60, folder), TinyNet.SHAPE.side(), 2, done -> {})) {
            new Training(new TrainingOptions(hasty, 1), new Recorder(), Clock.systemUTC(), 1).run(data);
        }
    }

    private final class Recorder implements TrainingProgress {
        @Override
        public void step(Step step) {}

        @Override
        public void epoch(Epoch epoch) {
            losses.add(epoch.loss());
        }

        @Override
        public void note(String sentence) {
            notes.add(sentence);
        }
    }
}
