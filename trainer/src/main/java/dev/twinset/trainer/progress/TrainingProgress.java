package dev.twinset.trainer.progress;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Receives the progress of a training, on the training thread. */
public interface TrainingProgress {
    /** The training resumes from a checkpoint, after these passes. */
    default void resumed(List<Epoch> done) {}

    /** A training step is done. */
    void step(Step step);

    /** A pass over the training images is done. */
    void epoch(Epoch epoch);

    /** Something that a person should know, in one sentence. */
    default void note(String sentence) {}

    /**
     * One step of training.
     *
     * @param epoch from 1
     * @param step from 1, in this pass
     * @param loss mean over the batch
     * @param imagesPerSecond trained recently
     * @param left estimate for all that is still to come: steps, validations, the last measurement
     */
    record Step(int epoch, int epochs, int step, int steps, double loss, double imagesPerSecond, Duration left) {
        public Step {
            requireNonNull(left, "left is null");
        }
    }

    /**
     * One pass over the training images.
     *
     * @param epoch from 1
     * @param measures by the names in {@link TrainingMetrics}
     * @param left as in {@link Step}
     */
    record Epoch(int epoch, int epochs, SortedMap<String, Double> measures, Duration left) {
        public Epoch {
            measures = Collections.unmodifiableSortedMap(new TreeMap<>(measures));
            requireNonNull(left, "left is null");
        }

        /** Mean over the pass. */
        public double loss() {
            return measures.getOrDefault(TrainingMetrics.LOSS, Double.NaN);
        }

        public double imagesPerSecond() {
            return measures.getOrDefault(TrainingMetrics.SPEED, Double.NaN);
        }

        /**
         * Task to the share of its validation labels that were predicted right; empty when not measured in this pass.
         */
        public SortedMap<String, Double> validation() {
            return TrainingMetrics.below(TrainingMetrics.VALIDATION_ACCURACY, measures);
        }
    }
}
