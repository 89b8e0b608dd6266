package dev.twinset.trainer.command;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.progress.TrainingMetrics;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.report.ChartSeries;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.vision.bundle.ModelBundle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code training.jte} shows: how a training went. The same training makes the same page but for the speed. */
record TrainingPage(
        TrainingOptions options,
        CatalogDataset data,
        List<TrainingProgress.Epoch> epochs,
        List<String> notes,
        ModelBundle model) {
    TrainingPage {
        epochs = List.copyOf(epochs);
        notes = List.copyOf(notes);
    }

    /** One chart over the epochs. */
    record Plot(String unit, String caption, List<ChartSeries> curves) {}

    /** {@code model.twinset.html} for {@code model.twinset}. */
    static Path beside(Path bundle) {
        return bundle.resolveSibling(bundle.getFileName() + ".html");
    }

    String kind() {
        return data.tasks().get(0).name();
    }

    /** Of training, without validation. */
    double seconds() {
        int images = data.rows(Split.TRAINING).length;
        int trained = images - images % model.manifest().model().training().batch(); // only whole batches
        return epochs.stream()
                .mapToDouble(epoch -> trained / epoch.imagesPerSecond())
                .sum();
    }

    /** Those of which at least one curve was measured. */
    List<Plot> plots() {
        List<Optional<ChartSeries>> accuracies = new ArrayList<>();
        List<Optional<ChartSeries>> losses = new ArrayList<>();
        data.tasks().forEach(task -> {
            accuracies.add(curve(task.name(), TrainingMetrics.VALIDATION_ACCURACY + task.name()));
            losses.add(curve(task.name() + ", validation", TrainingMetrics.VALIDATION_LOSS + task.name()));
            losses.add(curve(task.name() + ", training", TrainingMetrics.TRAINING_LOSS + task.name()));
        });
        accuracies.add(curve("P@5 of " + kind(), TrainingMetrics.PRECISION + kind()));
        List<Plot> plots = new ArrayList<>();
        add(
                plots,
                "loss",
                "Mean loss of the training batches, augmented and with dropout, and its parts.",
                List.of(
                        curve("all", TrainingMetrics.LOSS),
                        curve("labels", TrainingMetrics.LABEL_LOSS),
                        curve("contrastive", TrainingMetrics.CONTRASTIVE_LOSS)));
        add(
                plots,
                "share",
                "Share of the validation labels that are predicted right, and precision at 5 among the validation images,"
                        + " by the averaged weights.",
                accuracies);
        add(
                plots,
                "nats",
                "Cross-entropy of each label on validation images and on some training images: the gap between the two is"
                        + " overfitting.",
                losses);
        add(
                plots,
                "learning rate",
                "Learning rate at the end of each epoch.",
                List.of(curve("learning rate", TrainingMetrics.LEARNING_RATE)));
        add(plots, "images/s", "Images trained per second.", List.of(curve("images/s", TrainingMetrics.SPEED)));
        return plots;
    }

    private static void add(List<Plot> plots, String unit, String caption, List<Optional<ChartSeries>> curves) {
        List<ChartSeries> present = curves.stream().flatMap(Optional::stream).toList();
        if (!present.isEmpty()) {
            plots.add(new Plot(unit, caption, present));
        }
    }

    /** Empty if it was never measured. */
    private Optional<ChartSeries> curve(String name, String metric) {
        List<TrainingProgress.Epoch> measured = epochs.stream()
                .filter(epoch -> epoch.measures().containsKey(metric))
                .toList();
        return measured.isEmpty()
                ? Optional.empty()
                : Optional.of(new ChartSeries(
                        name,
                        measured.stream()
                                .mapToDouble(TrainingProgress.Epoch::epoch)
                                .toArray(),
                        measured.stream()
                                .mapToDouble(epoch -> epoch.measures().getOrDefault(metric, Double.NaN))
                                .toArray()));
    }
}
