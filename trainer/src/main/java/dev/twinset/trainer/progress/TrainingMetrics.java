package dev.twinset.trainer.progress;

import java.util.SortedMap;
import java.util.TreeMap;

/** The names of what is measured while a network trains; those that end in a dot are followed by a task. */
public final class TrainingMetrics {
    /** Mean over the pass, weight decay left out; the sum of the next two. */
    public static final String LOSS = "loss";

    public static final String LABEL_LOSS = "loss.labels";
    public static final String CONTRASTIVE_LOSS = "loss.contrast";

    /** At the end of the pass. */
    public static final String LEARNING_RATE = "learningRate";

    /** Images trained in a second of the pass; validation left out. */
    public static final String SPEED = "imagesPerSecond";

    /** Share of the labels that are predicted right, by the averaged weights. */
    public static final String VALIDATION_ACCURACY = "validation.accuracy.";

    /** Mean cross-entropy in nats, without the task's weight. */
    public static final String VALIDATION_LOSS = "validation.loss.";

    /** As for validation, on some of the training images, not augmented. */
    public static final String TRAINING_ACCURACY = "training.accuracy.";

    public static final String TRAINING_LOSS = "training.loss.";

    /**
     * Share of the five nearest that are of the query's kind: in a training's curves among some validation images only,
     * in a model's manifest among all training and validation images.
     */
    public static final String PRECISION = "validation.precisionAt5.";

    private TrainingMetrics() {}

    /** The tasks that were measured under a name that ends in a dot. */
    public static SortedMap<String, Double> below(String prefix, SortedMap<String, Double> measures) {
        SortedMap<String, Double> tasks = new TreeMap<>();
        measures.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                tasks.put(name.substring(prefix.length()), value);
            }
        });
        return tasks;
    }
}
