package dev.twinset.trainer.validation;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.augmentation.BatchMaker;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.network.TrainingNetwork;
import dev.twinset.trainer.progress.TrainingMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measures a network in training, with its averaged weights, on all validation images and on some of the training
 * images; the gap between the two shows overfitting. One thread.
 */
public final class Validation {
    /** Enough to see a curve. */
    private static final int MOST_TRAINING_IMAGES = 512;

    /** Precision at 5 among more than these would take too long. */
    private static final int MOST_QUERIES = 4096;

    private final CatalogDataset data;
    private final BatchMaker maker;
    private final int batch;
    private final int[] validation;
    private final int[] training;

    public Validation(CatalogDataset data, BatchMaker maker, int batch) {
        this.data = data;
        this.maker = maker;
        this.batch = batch;
        this.validation = data.rows(Split.VALIDATION);
        this.training = some(data.rows(Split.TRAINING), MOST_TRAINING_IMAGES);
    }

    /**
     * @param measures by the names in {@link TrainingMetrics}
     * @param score the one that decides whether a network is better than another
     */
    public record Result(SortedMap<String, Double> measures, ValidationScore score) {}

    /** Images that one measurement passes through the network. */
    public int images() {
        return validation.length + training.length;
    }

    public Result measure(TrainingNetwork network) throws IOException {
        List<Result> result = new ArrayList<>();
        try {
            network.averaged(() -> {
                try {
                    result.add(measureNow(network));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw requireNonNull(e.getCause());
        }
        return result.get(0);
    }

    private Result measureNow(TrainingNetwork network) throws IOException {
        HeadScores learnt = new HeadScores(data);
        pass(network, training, learnt, new ArrayList<>());
        HeadScores unseen = new HeadScores(data);
        List<float[]> features = new ArrayList<>();
        pass(network, validation, unseen, features);
        String kind = data.tasks().get(0).name();
        ValidationScore precision = precision(features, 0);
        SortedMap<String, Double> measures = new TreeMap<>();
        measures.putAll(learnt.accuracies(TrainingMetrics.TRAINING_ACCURACY));
        measures.putAll(learnt.losses(TrainingMetrics.TRAINING_LOSS));
        measures.putAll(unseen.accuracies(TrainingMetrics.VALIDATION_ACCURACY));
        measures.putAll(unseen.losses(TrainingMetrics.VALIDATION_LOSS));
        for (int task : LabelColumns.kinds(data.tasks())) {
            ValidationScore other = task == 0 ? precision : precision(features, task);
            if (other.isKnown()) {
                measures.put(TrainingMetrics.PRECISION + data.tasks().get(task).name(), other.value());
            }
        }
        if (precision.isKnown()) {
            return new Result(measures, precision);
        }
        double accuracy = measures.getOrDefault(TrainingMetrics.VALIDATION_ACCURACY + kind, Double.NaN);
        return new Result(measures, new ValidationScore(accuracy, unseen.labelled()));
    }

    private ValidationScore precision(List<float[]> features, int task) {
        return RetrievalPrecision.among(data, some(validation, MOST_QUERIES), some(features), task);
    }

    private void pass(TrainingNetwork network, int[] rows, HeadScores scores, List<float[]> features)
            throws IOException {
        for (int from = 0; from < rows.length; from += batch) {
            int to = Math.min(rows.length, from + batch);
            TrainingNetwork.Answer answer =
                    network.answer(maker.plain(rows, from, to).images(), to - from);
            for (int row = from; row < to; row++) {
                scores.add(rows[row], answer.logits()[row - from]);
                features.add(answer.features()[row - from]);
            }
        }
    }

    private List<float[]> some(List<float[]> features) {
        int count = Math.min(features.size(), MOST_QUERIES);
        List<float[]> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(features.get((int) ((long) i * features.size() / count)));
        }
        return some;
    }

    /** At most so many, from all over the catalogue. */
    private static int[] some(int[] rows, int most) {
        int[] some = new int[Math.min(rows.length, most)];
        for (int i = 0; i < some.length; i++) {
            some[i] = rows[(int) ((long) i * rows.length / some.length)];
        }
        return some;
    }
}
