package dev.twinset.trainer.training;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.calibration.CalibrationFit;
import dev.twinset.trainer.calibration.ScoredPairs;
import dev.twinset.trainer.checkpoint.CheckpointFile;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.progress.TrainingMetrics;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.trainer.validation.RetrievalPrecision;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.ModelBundle;
import dev.twinset.vision.bundle.ModelCard;
import dev.twinset.vision.bundle.Tensor;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network on one catalogue: several label columns at once, so that the feature knows more of a product than
 * its kind, and a contrastive loss, so that similar products get similar features. The same seed, catalogue and kind of
 * machine give the same bundle (with OMP_NUM_THREADS=1), however many threads there are, and however often the training
 * was killed and resumed.
 */
public final class Training {
    private final TrainingOptions options;
    private final TrainingProgress progress;
    private final Clock clock;
    private final int threads;

    /** @param threads that measure the result; the training itself takes one, and a little of a second */
    public Training(TrainingOptions options, TrainingProgress progress, Clock clock, int threads) {
        this.options = requireNonNull(options, "options is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.threads = threads;
    }

    /** Trains without a checkpoint. */
    public ModelBundle run(CatalogDataset data) throws IOException {
        return train(data, null);
    }

    /**
     * Resumes from the checkpoint, if there is one, and keeps it up to date. The caller deletes it once the bundle is
     * written.
     *
     * @throws IllegalArgumentException if the data were decoded for another architecture, or the checkpoint is of a
     *     training on other data
     */
    public ModelBundle run(CatalogDataset data, CheckpointFile checkpoints) throws IOException {
        return train(data, requireNonNull(checkpoints, "checkpoints is null"));
    }

    private ModelBundle train(CatalogDataset data, @Nullable CheckpointFile checkpoints) throws IOException {
        TrainingProfile profile = options.profile();
        if (data.side() != profile.architecture().side()) {
            throw new IllegalArgumentException("images are " + data.side() + " pixels wide, the architecture expects "
                    + profile.architecture().side());
        }
        Hyperparameters hyperparameters = profile.hyperparameters()
                .withBatch(Math.min(profile.hyperparameters().batch(), data.rows(Split.TRAINING).length));
        // weights that were learnt on pixels of one scale do not fit another
        InputRule rule = options.start().isPresent()
                ? options.start().get().manifest().model().input()
                : data.inputRule();
        SortedMap<String, Double> metrics = new TreeMap<>();
        Map<String, Tensor> weights;
        ModelCard.TrainingSettings settings;
        try (TrainingRun run =
                new TrainingRun(data, rule, hyperparameters, options, progress, checkpoints, clock, threads)) {
            run.run();
            run.validation()
                    .forEach((task, accuracy) -> metrics.put(TrainingMetrics.VALIDATION_ACCURACY + task, accuracy));
            weights = run.weights();
            settings = new ModelCard.TrainingSettings(
                    run.history().size(),
                    hyperparameters.batch(),
                    hyperparameters.learningRate(),
                    hyperparameters.dropout(),
                    options.seed());
        }
        ModelBundle unjudged = FeatureAxes.project(card(data, rule, settings, metrics), weights, data);
        ScoredPairs pairs = new ScoredPairs();
        RetrievalPrecision.measure(unjudged, data, threads, pairs)
                .ifPresent(value -> metrics.put(
                        TrainingMetrics.PRECISION + data.tasks().get(0).name(), value));
        ModelCard card = unjudged.manifest().model().withMetrics(metrics);
        return ModelBundle.of(card, unjudged.weights()).calibrated(CalibrationFit.of(pairs));
    }

    private ModelCard card(
            CatalogDataset data,
            InputRule rule,
            ModelCard.TrainingSettings settings,
            SortedMap<String, Double> metrics) {
        return new ModelCard(
                options.profile().architecture(),
                rule,
                data.tasks(),
                FeatureAxes.rule(data.tasks()),
                new ModelCard.TrainingData(data.name(), data.rows(Split.TRAINING).length, Split.RULE),
                settings,
                metrics);
    }
}
