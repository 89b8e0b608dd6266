package dev.twinset.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.dataset.TeacherVectors;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.vision.Extraction;
import dev.twinset.vision.FeatureExtractor;
import dev.twinset.vision.bundle.MatchCalibration;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.network.CnnFeatureExtractor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainingTest {
    @TempDir
    private Path folder;

    private final Recorder recorder = new Recorder();

    @Test
    void aTrainedNetworkKnowsKindsAndColoursAndFindsTheirLike() throws IOException {
        try (CatalogDataset data = shapes(360)) {
            ModelBundle model = train(data, 12, 1);

            assertThat(recorder.epochs).hasSize(12);
            assertThat(recorder.epochs.get(11).loss())
                    .isLessThan(recorder.epochs.get(0).loss() * 0.8);
            // a third by chance
            assertThat(model.manifest().model().metrics())
                    .hasEntrySatisfying(
                            "validation.accuracy.articleType",
                            v -> assertThat(v).isGreaterThan(0.7))
                    .hasEntrySatisfying(
                            "validation.accuracy.baseColour", v -> assertThat(v).isGreaterThan(0.7))
                    .hasEntrySatisfying(
                            "validation.precisionAt5.articleType",
                            v -> assertThat(v).isGreaterThan(0.7));
            assertThat(model.calibration().match(1).orElseThrow())
                    .isGreaterThan(model.calibration().match(-1).orElseThrow());
        }
    }

    @Test
    void theBundleServes() throws IOException {
        Path file = folder.resolve("model.twinset");
        try (CatalogDataset data = shapes(60)) {
            train(data, 1, 1).write(file);
        }
        ModelBundle model = ModelBundle.read(file);
        assertThat(model.manifest().model().data().name()).isEqualTo("shapes");
        assertThat(model.calibration()).as("of six validation images").isEqualTo(MatchCalibration.NONE);
        try (FeatureExtractor extractor = CnnFeatureExtractor.open(model, 1)) {
            Extraction extraction = extractor
                    .extract(List.of(Files.readAllBytes(folder.resolve("shapes/images/0.jpg"))))
                    .get(0);
            assertThat(extraction).isInstanceOf(Extraction.Feature.class);
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() throws IOException {
        try (CatalogDataset data = shapes(60)) {
            ModelBundle one = train(data, 2, 1);
            ModelBundle same = train(data, 2, 1);
            ModelBundle other = train(data, 2, 2);

            assertThat(same.modelId()).isEqualTo(one.modelId());
            one.weights()
                    .forEach((name, tensor) -> assertThat(tensor.values())
                            .as(name)
                            .isEqualTo(same.tensor(name).values()));
            assertThat(other.modelId()).isNotEqualTo(one.modelId());
        }
    }

    @Test
    void everyStepIsReported() throws IOException {
        try (CatalogDataset data = shapes(60)) {
            train(data, 2, 1);
        }
        assertThat(recorder.steps).containsExactly("1/2 1/2", "1/2 2/2", "2/2 1/2", "2/2 2/2");
        assertThat(recorder.epochs.get(0).validation()).isEmpty();
        assertThat(recorder.epochs.get(1).validation()).containsKeys("articleType", "baseColour");
        assertThat(recorder.epochs.get(1).measures())
                .containsKeys(
                        "loss",
                        "loss.labels",
                        "loss.contrast",
                        "learningRate",
                        "imagesPerSecond",
                        "training.accuracy.articleType",
                        "training.loss.baseColour",
                        "validation.loss.articleType",
                        "validation.precisionAt5.articleType")
                .containsEntry("learningRate", 0.0);
        // only the last measurement is still to come
        assertThat(recorder.epochs.get(1).left())
                .isLessThan(recorder.epochs.get(0).left());
    }

    @Test
    void aTeacherChangesWhatIsLearntAndLeavesNothingInTheModel() throws IOException {
        try (CatalogDataset data = shapes(60)) {
            int[] rows = data.rows(Split.TRAINING);
            float[] vectors = new float[rows.length * 4];
            for (int i = 0; i < rows.length; i++) {
                vectors[i * 4 + data.label(rows[i], 0)] = 1;
            }
            double[] weights = new double[rows.length];
            Arrays.fill(weights, 1);
            TeacherVectors teacher = TeacherVectors.of(rows, new FeatureMatrix(4, vectors), weights);

            ModelBundle alone = train(data, 2, 5);
            ModelBundle taught = train(data.taughtBy(teacher), 2, 5);

            assertThat(taught.modelId()).isNotEqualTo(alone.modelId());
            assertThat(taught.weights().keySet()).isEqualTo(alone.weights().keySet());
        }
    }

    @Test
    void aTrainingThatStartsFromAModelGoesOnFromItsWeights() throws IOException {
        try (CatalogDataset data = shapes(90)) {
            ModelBundle first = train(data, 6, 5);
            double trained = lastLoss();
            TrainingOptions options = new TrainingOptions(TinyNet.PROFILE.withEpochs(1), 6, Optional.of(first));

            ModelBundle second = new Training(options, recorder, Clock.systemUTC(), 1).run(data);
            double goneOn = lastLoss();
            train(data, 1, 6);
            double fromNothing = lastLoss();

            assertThat(goneOn).isLessThan((trained + fromNothing) / 2);
            assertThat(second.manifest().model().input())
                    .isEqualTo(first.manifest().model().input());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TrainingOptions(TrainingProfile.FAST, 1, Optional.of(first)))
                    .withMessageContaining("has another architecture than profile fast");
        }
    }

    private double lastLoss() {
        return recorder.epochs.get(recorder.epochs.size() - 1).loss();
    }

    @Test
    void imagesOfAnotherSizeAreRefused() throws IOException {
        try (CatalogDataset data = shapes(60)) {
            TrainingOptions options = new TrainingOptions(TrainingProfile.FAST, 1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Training(options, recorder, Clock.systemUTC(), 1).run(data))
                    .withMessage("images are 40 pixels wide, the architecture expects 80");
        }
    }

    private ModelBundle train(CatalogDataset data, int epochs, long seed) throws IOException {
        TrainingOptions options = new TrainingOptions(TinyNet.PROFILE.withEpochs(epochs), seed);
        return new Training(options, recorder, Clock.systemUTC(), 1).run(data);
    }

    private CatalogDataset shapes(int items) throws IOException {
        return CatalogDataset.load(
                DrawnShapes.draw(items, folder.resolve("shapes")), TinyNet.SHAPE.side(), 2, done -> {});
    }

    private static final class Recorder implements TrainingProgress {
        private final List<String> steps = new ArrayList<>();
        private final List<Epoch> epochs = new ArrayList<>();

        @Override
        public void step(Step step) {
            steps.add(step.epoch() + "/" + step.epochs() + " " + step.step() + "/" + step.steps());
        }

        @Override
        public void epoch(Epoch epoch) {
            epochs.add(epoch);
        }
    }
}
