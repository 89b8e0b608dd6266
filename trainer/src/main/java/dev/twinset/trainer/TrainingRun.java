package dev.twinset.trainer;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.dataset.Part;
import dev.twinset.trainer.network.Recipe;
import dev.twinset.trainer.network.TrainingNetwork;
import dev.twinset.vision.InputRule;
import dev.twinset.vision.ModelCard;
import dev.twinset.vision.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The passes over the data of one training. One thread, beside the feeder's. */
final class TrainingRun implements AutoCloseable {
    private static final int EPOCHS_BETWEEN_VALIDATIONS = 4;

    private final CatalogDataset data;
    private final int epochs;
    private final int batch;
    private final TrainingProgress progress;
    private final Clock clock;
    private final BatchMaker plain;
    private final BatchFeeder feeder;
    private final TrainingNetwork network;
    private SortedMap<String, Double> validation = new TreeMap<>();

    TrainingRun(
            CatalogDataset data,
            InputRule rule,
            Recipe recipe,
            TrainingOptions options,
            TrainingProgress progress,
            Clock clock) {
        this.data = data;
        this.epochs = options.epochs();
        this.batch = recipe.batch();
        this.progress = progress;
        this.clock = clock;
        this.plain = new BatchMaker(data, rule);
        this.feeder = new BatchFeeder(new BatchMaker(data, rule), data.rows(Part.TRAINING), batch, options.seed());
        this.network = new TrainingNetwork(
                options.architecture(),
                data.tasks(),
                details(data.tasks()),
                recipe,
                feeder.steps() * epochs,
                options.seed());
    }

    /** Two products of a kind that agree in these, too, look the same. */
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

    void run() throws IOException {
        for (int epoch = 1; epoch <= epochs; epoch++) {
            long start = clock.millis();
            double loss = pass(epoch);
            long millis = Math.max(1, clock.millis() - start);
            boolean measure = epoch % EPOCHS_BETWEEN_VALIDATIONS == 0 || epoch == epochs;
            if (measure) {
                validate();
            }
            progress.epoch(new TrainingProgress.Epoch(
                    epoch,
                    epochs,
                    loss,
                    measure ? validation : new TreeMap<>(),
                    1000.0 * feeder.steps() * batch / millis,
                    Duration.ofMillis(millis * (epochs - epoch))));
        }
    }

    private double pass(int epoch) throws IOException {
        double sum = 0;
        for (int step = 1; step <= feeder.steps(); step++) {
            Batch next = feeder.next();
            double loss = network.step(next.images(), next.labels());
            if (!Double.isFinite(loss)) {
                throw new IOException("the loss became " + loss + " in epoch " + epoch + ", step " + step
                        + ": training has failed; try another --seed");
            }
            sum += loss;
            progress.step(epoch, epochs, step, feeder.steps(), loss);
        }
        return sum / feeder.steps();
    }

    private void validate() throws IOException {
        try {
            network.averaged(() -> {
                try {
                    validation = HeadAccuracy.measure(network, plain, data, data.rows(Part.VALIDATION), batch);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw requireNonNull(e.getCause());
        }
    }

    /** Task to the part of its validation labels that were hit, after the last pass. */
    SortedMap<String, Double> validation() {
        return validation;
    }

    Map<String, Tensor> weights() {
        return network.weights();
    }

    @Override
    public void close() {
        feeder.close();
        network.close();
    }
}
