package dev.twinset.vision.bundle;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a model is and where it comes from: what a trainer says of it.
 *
 * @param tasks what the class layer answers: one softmax slice each, in the order of its outputs
 * @param feature how the feature is made of the network's outputs
 * @param metrics name to value, as measured by who trained it; shown, never computed with
 */
public record ModelCard(
        CnnArchitecture architecture,
        InputRule input,
        List<Task> tasks,
        FeatureRule feature,
        TrainingData data,
        TrainingSettings training,
        SortedMap<String, Double> metrics) {
    public ModelCard {
        requireNonNull(architecture, "architecture is null");
        requireNonNull(input, "input is null");
        tasks = List.copyOf(tasks);
        requireNonNull(feature, "feature is null");
        requireNonNull(data, "data is null");
        requireNonNull(training, "training is null");
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("tasks are empty, expected at least one");
        }
        if (feature.usesClasses() && feature.shares().size() != tasks.size()) {
            throw new IllegalArgumentException(
                    "shares are " + feature.shares() + ", expected one for each of " + tasks.size() + " tasks");
        }
        if (!feature.usesClasses() && feature.dimension() != architecture.hidden()) {
            throw new IllegalArgumentException(
                    "dimension is " + feature.dimension() + ", expected the hidden layer's " + architecture.hidden());
        }
        for (Map.Entry<String, Double> metric : metrics.entrySet()) {
            requireFinite("metric " + metric.getKey(), metric.getValue());
        }
    }

    public ModelCard withFeature(FeatureRule other) {
        return new ModelCard(architecture, input, tasks, other, data, training, metrics);
    }

    public ModelCard withMetrics(SortedMap<String, Double> others) {
        return new ModelCard(architecture, input, tasks, feature, data, training, others);
    }

    /** Length of a row that the feature is made of: the hidden layer and the classes of all tasks with a share. */
    public int featureInputs() {
        return architecture.hidden()
                + feature.slices(tasks).stream()
                        .mapToInt(FeatureRule.Slice::classes)
                        .sum();
    }

    /** Outputs of the class layer: the classes of all tasks. */
    public int classes() {
        return tasks.stream().mapToInt(task -> task.classes().size()).sum();
    }

    /**
     * One softmax slice of the class layer.
     *
     * @param weight of its loss in training
     * @param classes in the order of the outputs
     */
    public record Task(String name, double weight, List<String> classes) {
        public Task {
            requireNonNull(name, "name is null");
            requireFinite("weight of task " + name, weight);
            classes = List.copyOf(classes);
            if (classes.isEmpty()) {
                throw new IllegalArgumentException("task " + name + " has no classes");
            }
        }
    }

    /**
     * @param items images that it was trained on
     * @param splitRule how these were separated from the held-out ones
     */
    public record TrainingData(String name, int items, String splitRule) {
        public TrainingData {
            requireNonNull(name, "name is null");
            requireNonNull(splitRule, "splitRule is null");
        }
    }

    /** @param dropout part of the feature that training drops in front of the class layer */
    public record TrainingSettings(int epochs, int batch, double learningRate, double dropout, long seed) {
        public TrainingSettings {
            requireFinite("learningRate", learningRate);
            requireFinite("dropout", dropout);
        }
    }

    private static void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " is " + value + ", expected a finite number");
        }
    }
}
