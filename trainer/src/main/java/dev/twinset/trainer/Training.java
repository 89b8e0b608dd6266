package dev.twinset.trainer;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.calibration.CalibrationFit;
import dev.twinset.trainer.calibration.ScoredPairs;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Part;
import dev.twinset.trainer.network.Recipe;
import dev.twinset.vision.InputRule;
import dev.twinset.vision.ModelBundle;
import dev.twinset.vision.ModelCard;
import dev.twinset.vision.Tensor;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains one network on one catalogue: several label columns at once, so that the feature knows more of a product than
 * its kind, and a contrastive loss, so that products alike come to lie side by side. The same seed, catalogue and
 * machine give the same weights (with OMP_NUM_THREADS=1).
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

    /** @throws IllegalArgumentException if the data were decoded for another architecture */
    public ModelBundle run(CatalogDataset data) throws IOException {
        if (data.side() != options.architecture().side()) {
            throw new IllegalArgumentException("images are " + data.side() + " pixels wide, the architecture expects "
                    + options.architecture().side());
        }
        int trainingImages = data.rows(Part.TRAINING).length;
        Recipe recipe = options.recipe().withBatch(Math.min(options.recipe().batch(), trainingImages));
        InputRule rule = data.inputRule();
        SortedMap<String, Double> metrics = new TreeMap<>();
        Map<String, Tensor> weights;
        try (TrainingRun run = new TrainingRun(data, rule, recipe, options, progress, clock)) {
            run.run();
            run.validation().forEach((task, accuracy) -> metrics.put("validation.accuracy." + task, accuracy));
            weights = run.weights();
        }
        ModelBundle unjudged = ModelBundle.of(card(data, rule, recipe, metrics), weights);
        ScoredPairs pairs = new ScoredPairs();
        RetrievalPrecision.measure(unjudged, data, threads, pairs)
                .ifPresent(value -> metrics.put(
                        "validation.precisionAt5." + data.tasks().get(0).name(), value));
        return ModelBundle.of(card(data, rule, recipe, metrics), weights).calibrated(CalibrationFit.of(pairs));
    }

    private ModelCard card(CatalogDataset data, InputRule rule, Recipe recipe, SortedMap<String, Double> metrics) {
        return new ModelCard(
                options.architecture(),
                rule,
                data.tasks(),
                new ModelCard.TrainingData(data.name(), data.rows(Part.TRAINING).length, Part.RULE),
                new ModelCard.TrainingSettings(
                        options.epochs(), recipe.batch(), recipe.learningRate(), recipe.dropout(), options.seed()),
                metrics);
    }
}
