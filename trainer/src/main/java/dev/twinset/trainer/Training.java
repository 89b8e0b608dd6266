package dev.twinset.trainer;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.dataset.Part;
import dev.twinset.trainer.network.Recipe;
import dev.twinset.trainer.network.TrainingNetwork;
import dev.twinset.vision.InputRule;
import dev.twinset.vision.ModelBundle;
import dev.twinset.vision.ModelCard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Trains one network on one catalogue: several label columns at once, so that the feature knows more of a product than
 * its kind, and a contrastive loss, so that products alike come to lie side by side. The same seed, catalogue and
 * machine give the same bundle (with OMP_NUM_THREADS=1).
 */
public final class Training {
    private static final int EPOCHS_BETWEEN_VALIDATIONS = 4;

    private final TrainingOptions options;
    private final TrainingProgress progress;
    private final Clock clock;

    public Training(TrainingOptions options, TrainingProgress progress, Clock clock) {
        this.options = requireNonNull(options, "options is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** @throws IllegalArgumentException if the data were decoded for another architecture */
    public ModelBundle run(CatalogDataset data) throws IOException {
        if (data.side() != options.architecture().side()) {
            throw new IllegalArgumentException("images are " + data.side() + " pixels wide, the architecture expects "
                    + options.architecture().side());
        }
        int[] training = data.rows(Part.TRAINING);
        Recipe recipe = options.recipe().withBatch(Math.min(options.recipe().batch(), training.length));
        InputRule rule = data.inputRule();
        try (BatchFeeder feeder =
                        new BatchFeeder(new BatchMaker(data, rule), training, recipe.batch(), options.seed());
                TrainingNetwork network = new TrainingNetwork(
                        options.architecture(),
                        data.tasks(),
                        details(data.tasks()),
                        recipe,
                        feeder.steps() * options.epochs(),
                        options.seed())) {
            BatchMaker maker = new BatchMaker(data, rule);
            SortedMap<String, Double> validation = new TreeMap<>();
            for (int epoch = 1; epoch <= options.epochs(); epoch++) {
                validation = epoch(epoch, network, feeder, maker, data, recipe.batch());
            }
            return ModelBundle.of(card(data, rule, recipe, metrics(validation)), network.weights());
        }
    }

    private SortedMap<String, Double> epoch(
            int epoch, TrainingNetwork network, BatchFeeder feeder, BatchMaker maker, CatalogDataset data, int batch)
            throws IOException {
        long start = clock.millis();
        double sum = 0;
        for (int step = 1; step <= feeder.steps(); step++) {
            Batch next = feeder.next();
            double loss = network.step(next.images(), next.labels());
            if (!Double.isFinite(loss)) {
                throw new IOException("the loss became " + loss + " in epoch " + epoch + ", step " + step
                        + ": training has failed; try another --seed");
            }
            sum += loss;
            progress.step(epoch, options.epochs(), step, feeder.steps(), loss);
        }
        double seconds = Math.max(1, clock.millis() - start) / 1000.0;
        boolean measured = epoch % EPOCHS_BETWEEN_VALIDATIONS == 0 || epoch == options.epochs();
        SortedMap<String, Double> validation =
                measured ? validation(network, maker, data, batch) : Collections.emptySortedMap();
        progress.epoch(new TrainingProgress.Epoch(
                epoch,
                options.epochs(),
                sum / feeder.steps(),
                validation,
                feeder.steps() * batch / seconds,
                Duration.ofMillis((clock.millis() - start) * (options.epochs() - epoch))));
        return validation;
    }

    private static SortedMap<String, Double> validation(
            TrainingNetwork network, BatchMaker maker, CatalogDataset data, int batch) throws IOException {
        SortedMap<String, Double> accuracy = new TreeMap<>();
        try {
            network.averaged(() -> {
                try {
                    accuracy.putAll(HeadAccuracy.measure(network, maker, data, data.rows(Part.VALIDATION), batch));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw requireNonNull(e.getCause());
        }
        return accuracy;
    }

    /** Two products that agree in these, too, look the same. */
    private static List<Integer> details(List<ModelCard.Task> tasks) {
        List<Integer> details = new ArrayList<>();
        for (int task = 1; task < tasks.size(); task++) {
            String name = tasks.get(task).name();
            if (name.equals(LabelColumns.GENDER) || name.equals(LabelColumns.COLOUR)) {
                details.add(task);
            }
        }
        return details;
    }

    private static SortedMap<String, Double> metrics(SortedMap<String, Double> validation) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        validation.forEach((task, accuracy) -> metrics.put("validation.accuracy." + task, accuracy));
        return metrics;
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
