package dev.twinset.trainer.evaluate.baseline;

import dev.twinset.trainer.dataset.LabelColumns;
import dev.twinset.trainer.dataset.Shuffle;
import dev.twinset.trainer.evaluate.data.EvaluationSet;
import dev.twinset.trainer.network.DenseLayers;
import dev.twinset.trainer.network.TrainingNetwork;
import dev.twinset.trainer.retrieval.FeatureMatrix;
import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.trainer.training.FeatureAxes;
import dev.twinset.vision.bundle.FeatureRule;
import dev.twinset.vision.bundle.ModelCard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The fair comparison: another network's vectors, with our two dense layers trained on them as they are trained on our
 * own convolutions: the same labels, losses, images and hyperparameters, without augmentation.
 */
public final class DenseProbe {
    public static final String SUFFIX = " + our dense layers";

    /** Passes over the training images. */
    public static final int EPOCHS = 24;

    private static final int DIMENSION = 256;
    private static final int LEAST_TRAINING_IMAGES = 64;
    private static final int ROWS_AT_A_TIME = 256;

    private final EvaluationSet set;
    private final FeatureMatrix vectors;
    private final List<ModelCard.Task> tasks = new ArrayList<>();
    private final List<int[]> labels = new ArrayList<>();

    public DenseProbe(EvaluationSet set, FeatureMatrix vectors) {
        this.set = set;
        this.vectors = vectors;
        set.columns().weights().forEach(this::addTask);
    }

    private void addTask(String column, double weight) {
        TreeSet<String> classes = new TreeSet<>();
        for (int row : set.training()) {
            String label = set.images().item(row).attributes().get(column);
            if (label != null) {
                classes.add(label);
            }
        }
        if (classes.size() < 2) {
            return;
        }
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        tasks.add(new ModelCard.Task(column, weight, List.copyOf(classes)));
        labels.add(IntStream.range(0, set.images().size())
                .map(row ->
                        numbers.getOrDefault(set.images().item(row).attributes().getOrDefault(column, ""), -1))
                .toArray());
    }

    /** Whether there is enough to learn from. */
    public boolean canLearn() {
        return set.training().length >= LEAST_TRAINING_IMAGES
                && !tasks.isEmpty()
                && tasks.get(0).name().equals(set.kind());
    }

    /** Additions and multiplications of the dense layer, millions. */
    public double megaflops() {
        return 2.0 * vectors.dimension() * DIMENSION / 1e6;
    }

    public FeatureMatrix train(Hyperparameters hyperparameters, long seed, IntConsumer progress) {
        int[] rows = set.training();
        int batch = Math.min(hyperparameters.batch(), rows.length);
        int steps = rows.length / batch * EPOCHS;
        Random random = new Random(seed);
        try (DenseLayers layers = new DenseLayers(
                vectors.dimension(), DIMENSION, tasks, LabelColumns.details(tasks), hyperparameters, steps, seed)) {
            int at = rows.length;
            for (int step = 0; step < steps; step++) {
                if (at + batch > rows.length) {
                    Shuffle.shuffle(rows, random);
                    at = 0;
                }
                int[] some = IntStream.range(at, at + batch).map(i -> rows[i]).toArray();
                layers.step(vectors.subset(some).values(), labels(some));
                at += batch;
                progress.accept((int) ((long) (step + 1) * rows.length / steps));
            }
            return features(layers);
        }
    }

    private float[] labels(int[] rows) {
        float[] values = new float[rows.length * tasks.size()];
        for (int i = 0; i < rows.length; i++) {
            for (int task = 0; task < tasks.size(); task++) {
                values[i * tasks.size() + task] = labels.get(task)[rows[i]];
            }
        }
        return values;
    }

    private FeatureMatrix features(DenseLayers layers) {
        FeatureRule rule = FeatureAxes.rule(tasks);
        List<float[]> all = new ArrayList<>();
        for (int from = 0; from < vectors.rows(); from += ROWS_AT_A_TIME) {
            int[] some = IntStream.range(from, Math.min(vectors.rows(), from + ROWS_AT_A_TIME))
                    .toArray();
            TrainingNetwork.Answer answer = layers.answer(vectors.subset(some).values(), some.length);
            for (int i = 0; i < some.length; i++) {
                all.add(rule.row(answer.features()[i], answer.logits()[i], tasks));
            }
        }
        return FeatureMatrix.ofRows(all, all.get(0).length);
    }
}
