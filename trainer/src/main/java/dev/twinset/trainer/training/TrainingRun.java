package dev.twinset.trainer.training;

import dev.twinset.trainer.augmentation.BatchFeeder;
import dev.twinset.trainer.augmentation.BatchMaker;
import dev.twinset.trainer.augmentation.ImageBatch;
import dev.twinset.trainer.checkpoint.Checkpoint;
import dev.twinset.trainer.checkpoint.CheckpointFile;
import dev.twinset.trainer.checkpoint.TrainingFingerprint;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.EpochSampler;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.network.NetworkState;
import dev.twinset.trainer.network.TrainingNetwork;
import dev.twinset.trainer.progress.EtaEstimator;
import dev.twinset.trainer.progress.TrainingMetrics;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.trainer.validation.EarlyStopping;
import dev.twinset.trainer.validation.Validation;
import dev.twinset.vision.bundle.InputRule;
import dev.twinset.vision.bundle.Tensor;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The passes over the data of one training. Between two passes the state is complete: a run that got there without
 * interruption and one that resumed from a checkpoint continue alike. One thread, beside the feeder's.
 */
final class TrainingRun implements AutoCloseable {
    private static final int EPOCHS_BETWEEN_VALIDATIONS = 2;

    /** How often the learning rate is halved before a diverging training fails. */
    private static final int MOST_SLOWDOWNS = 3;

    /**
     * A training has diverged if its mean loss is this many times that of the first epoch (there: of the first step).
     */
    private static final double DIVERGED = 2;

    private final CatalogDataset data;
    private final InputRule rule;
    private final Hyperparameters hyperparameters;
    private final TrainingOptions options;
    private final int epochs;
    private final TrainingProgress progress;
    private final @Nullable CheckpointFile checkpoints;
    private final TrainingFingerprint fingerprint;
    private final int[] rows;
    private final int steps;
    private final Validation validation;
    private final EarlyStopping earlyStop;
    private final EtaEstimator eta;
    private final List<TrainingProgress.Epoch> history = new ArrayList<>();
    private int slowdowns;
    private TrainingNetwork network;
    private BatchFeeder feeder;
    private NetworkState state;

    TrainingRun(
            CatalogDataset data,
            InputRule rule,
            Hyperparameters hyperparameters,
            TrainingOptions options,
            TrainingProgress progress,
            @Nullable CheckpointFile checkpoints,
            Clock clock,
            int threads) {
        this.data = data;
        this.rule = rule;
        this.hyperparameters = hyperparameters;
        this.options = options;
        this.epochs = options.profile().epochs();
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.fingerprint = TrainingFingerprint.of(options).with(data);
        this.rows = data.rows(Split.TRAINING);
        this.steps = rows.length / hyperparameters.batch();
        this.validation = new Validation(data, new BatchMaker(data, rule), hyperparameters.batch());
        this.earlyStop = new EarlyStopping(options.profile().patience());
        int embedded = (rows.length + data.rows(Split.VALIDATION).length) / threads;
        this.eta = new EtaEstimator(clock, hyperparameters.batch(), validation.images(), embedded);
        Optional<Checkpoint> start = checkpoints == null ? Optional.empty() : checkpoints.start(fingerprint);
        start.ifPresent(this::remember);
        this.network = newNetwork();
        if (start.isEmpty()) {
            options.start().ifPresent(network::start);
        }
        start.ifPresent(checkpoint -> network.restore(checkpoint.network()));
        this.state = network.state();
        this.feeder = newFeeder();
    }

    private void remember(Checkpoint checkpoint) {
        history.addAll(checkpoint.history());
        earlyStop.restore(checkpoint.earlyStop());
        slowdowns = checkpoint.slowdowns();
        progress.resumed(history());
    }

    private TrainingNetwork newNetwork() {
        return new TrainingNetwork(
                options.profile().architecture(),
                data.tasks(),
                LabelColumns.details(data.tasks()),
                hyperparameters.withLearningRate(hyperparameters.learningRate() / (1 << slowdowns)),
                data.teacher().dimension(),
                steps * epochs,
                options.seed());
    }

    private BatchFeeder newFeeder() {
        return new BatchFeeder(
                new BatchMaker(data, rule),
                new EpochSampler(data, rows),
                hyperparameters.batch(),
                options.seed(),
                history.size() + 1);
    }

    /** Trains to the end. */
    void run() throws IOException {
        while (history.size() < epochs && !earlyStop.isOver()) {
            SortedMap<String, Double> measures = pass();
            int epoch = history.size() + 1;
            state = network.state();
            if (epoch % EPOCHS_BETWEEN_VALIDATIONS == 0 || epoch == epochs) {
                validate(epoch, measures);
            }
            TrainingProgress.Epoch done = new TrainingProgress.Epoch(
                    epoch,
                    epochs,
                    measures,
                    eta.left((long) steps * (epochs - epoch), validations(epochs) - validations(epoch)));
            history.add(done);
            progress.epoch(done);
            keep();
        }
        if (earlyStop.hasBetter()) {
            EarlyStopping.State best = earlyStop.state();
            progress.note("the validation score fell since epoch " + best.epoch() + ": that epoch's weights are used");
            network.restore(new NetworkState(state.steps(), state.weights(), state.updater(), best.weights()));
        }
    }

    private static int validations(int epoch) {
        return epoch / EPOCHS_BETWEEN_VALIDATIONS;
    }

    private void validate(int epoch, SortedMap<String, Double> measures) throws IOException {
        eta.start();
        Validation.Result result = validation.measure(network);
        eta.validated();
        measures.putAll(result.measures());
        earlyStop.add(epoch, result.score(), state::average);
    }

    /** One epoch; repeated with a lower learning rate if it diverges. */
    private SortedMap<String, Double> pass() throws IOException {
        while (true) {
            Pass pass = new Pass();
            try {
                return pass.run();
            } catch (DivergedException e) {
                slowDown(e);
            }
        }
    }

    private void slowDown(DivergedException e) throws IOException {
        if (slowdowns == MOST_SLOWDOWNS) {
            if (checkpoints != null) {
                checkpoints.delete();
            }
            throw new IOException(
                    e.getMessage() + ", although the learning rate was halved " + slowdowns
                            + " times: training has failed; look at the images and labels by ./twinset explore, or"
                            + " try another --seed",
                    e);
        }
        slowdowns++;
        feeder.close();
        network.close();
        network = newNetwork();
        network.restore(state);
        feeder = newFeeder();
        progress.note(e.getMessage() + ": the epoch starts again with half the learning rate");
    }

    private static final class DivergedException extends Exception {
        private static final long serialVersionUID = 1L;

        DivergedException(String message) {
            super(message);
        }
    }

    /** One pass over the training images. */
    private final class Pass {
        private final int epoch = history.size() + 1;
        private double first;
        private double loss;
        private double contrastive;

        SortedMap<String, Double> run() throws IOException, DivergedException {
            double seconds = 0;
            for (int step = 1; step <= steps; step++) {
                eta.start();
                ImageBatch next = feeder.next();
                double now = network.step(next.images(), next.labels(), next.teacher());
                seconds += eta.stepped();
                require(Double.isFinite(now), now, step);
                first = step == 1 ? now : first;
                loss += now;
                contrastive += network.contrastiveLoss();
                progress.step(new TrainingProgress.Step(
                        epoch,
                        epochs,
                        step,
                        steps,
                        now,
                        eta.imagesPerSecond(),
                        eta.left(
                                (long) steps * (epochs - epoch + 1) - step,
                                validations(epochs) - validations(epoch - 1))));
            }
            double usual = history.isEmpty() ? first : history.get(0).loss();
            require(loss / steps < DIVERGED * usual, loss / steps, steps);
            return measures(seconds);
        }

        private void require(boolean sound, double value, int step) throws DivergedException {
            if (!sound) {
                throw new DivergedException(
                        "the loss became " + (float) value + " in epoch " + epoch + ", step " + step);
            }
        }

        private SortedMap<String, Double> measures(double seconds) {
            SortedMap<String, Double> measures = new TreeMap<>();
            measures.put(TrainingMetrics.LOSS, loss / steps);
            measures.put(TrainingMetrics.LABEL_LOSS, (loss - contrastive) / steps);
            measures.put(TrainingMetrics.CONTRASTIVE_LOSS, contrastive / steps);
            measures.put(TrainingMetrics.LEARNING_RATE, network.learningRate());
            measures.put(TrainingMetrics.SPEED, steps * hyperparameters.batch() / Math.max(1e-3, seconds));
            return measures;
        }
    }

    /** A disk that is full now may have space later: training goes on, and the last good checkpoint stays. */
    private void keep() {
        boolean last = history.size() == epochs || earlyStop.isOver();
        if (checkpoints == null || !(last || checkpoints.isDue())) {
            return;
        }
        try {
            checkpoints.write(new Checkpoint(
                    fingerprint, checkpoints.mayOverwrite(), slowdowns, state, earlyStop.state(), history));
        } catch (IOException e) {
            progress.note(e.getMessage() + "; training goes on, a kill would cost the epochs since the last one");
        }
    }

    List<TrainingProgress.Epoch> history() {
        return List.copyOf(history);
    }

    /** How the weights that are served do on the validation images. */
    SortedMap<String, Double> validation() throws IOException {
        SortedMap<String, Double> measures = validation.measure(network).measures();
        return TrainingMetrics.below(TrainingMetrics.VALIDATION_ACCURACY, measures);
    }

    /** Those that are served. */
    Map<String, Tensor> weights() {
        return network.weights();
    }

    @Override
    public void close() {
        feeder.close();
        network.close();
    }
}
