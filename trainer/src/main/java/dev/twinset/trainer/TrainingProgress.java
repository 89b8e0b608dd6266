package dev.twinset.trainer;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** Told how a training goes; on the training thread. */
public interface TrainingProgress {
    /** A training step is done. */
    void step(int epoch, int epochs, int step, int steps, double loss);

    /** A pass over the training images is done. */
    void epoch(Epoch epoch);

    /**
     * One pass over the training images.
     *
     * @param epoch from 1
     * @param loss mean over the pass
     * @param validation task to the part of its validation labels that were hit; empty when not measured in this pass
     * @param imagesPerSecond trained in this pass
     * @param left estimate for the passes to come
     */
    record Epoch(
            int epoch,
            int epochs,
            double loss,
            SortedMap<String, Double> validation,
            double imagesPerSecond,
            Duration left) {
        public Epoch {
            validation = new TreeMap<>(validation);
        }
    }
}
