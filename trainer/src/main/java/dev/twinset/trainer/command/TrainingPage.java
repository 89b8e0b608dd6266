package dev.twinset.trainer.command;

import static java.util.Objects.requireNonNull;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.LabelColumn;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.progress.TrainingMetrics;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.ChartSeries;
import dev.twinset.trainer.report.Charts;
import dev.twinset.trainer.report.HtmlPage;
import dev.twinset.trainer.report.KeyFigure;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import dev.twinset.trainer.settings.Hyperparameters;
import dev.twinset.trainer.settings.TrainingOptions;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How a training went, as one HTML page beside the model. The same training makes the same page but for the speed. */
final class TrainingPage {
    private static final int MOST_LEFT_OUT = 50;

    private final TrainingOptions options;
    private final CatalogDataset data;
    private final TrainingHistory course;
    private final ModelBundle model;

    TrainingPage(TrainingOptions options, CatalogDataset data, TrainingHistory course, ModelBundle model) {
        this.options = requireNonNull(options, "options is null");
        this.data = requireNonNull(data, "data is null");
        this.course = requireNonNull(course, "course is null");
        this.model = requireNonNull(model, "model is null");
    }

    /** {@code model.twinset.html} for {@code model.twinset}. */
    static Path beside(Path bundle) {
        return bundle.resolveSibling(bundle.getFileName() + ".html");
    }

    void write(Path file) throws IOException {
        HtmlPage page = new HtmlPage(
                "Training of model " + model.modelId(),
                "Profile " + options.profile().name() + " on the catalogue " + data.name() + ", seed " + options.seed()
                        + ", " + course.epochs().size() + " epochs.");
        figures(page.section("Figures"));
        curves(page.section("Curves"));
        settings(page.section("Settings"));
        labels(page.section("Data"));
        page.write(file);
    }

    private void figures(Section section) {
        double seconds = course.epochs().stream()
                .mapToDouble(epoch -> trainedImages() / epoch.imagesPerSecond())
                .sum();
        section.tiles(Stream.concat(
                        Stream.of(
                                new KeyFigure(
                                        "epochs", String.valueOf(course.epochs().size()), "passes over the images"),
                                new KeyFigure("training", minutes(seconds), "without validation")),
                        metric(TrainingMetrics.PRECISION, "P@5").stream())
                .toList());
        course.notes().forEach(section::note);
        Table table = new Table("On the validation images, by the model as it was written", "measure", "value");
        model.manifest().model().metrics().forEach((name, value) -> table.row(Cell.text(name), Cell.decimal(value, 4)));
        section.table(table);
    }

    private Optional<KeyFigure> metric(String prefix, String label) {
        String kind = data.tasks().get(0).name();
        return Optional.ofNullable(model.manifest().model().metrics().get(prefix + kind))
                .map(value -> new KeyFigure(label, String.format(Locale.ROOT, "%.3f", value), "of " + kind));
    }

    /** In one epoch: what does not fill a batch is left for the next one. */
    private int trainedImages() {
        int images = data.rows(Split.TRAINING).length;
        return images - images % model.manifest().model().training().batch();
    }

    private void curves(Section section) {
        chart(
                section,
                "loss",
                "Mean loss of the training batches, augmented and with dropout, and its parts.",
                List.of(
                        curve("all", TrainingMetrics.LOSS),
                        curve("labels", TrainingMetrics.LABEL_LOSS),
                        curve("contrastive", TrainingMetrics.CONTRASTIVE_LOSS)));
        List<Optional<ChartSeries>> accuracies = new ArrayList<>();
        List<Optional<ChartSeries>> losses = new ArrayList<>();
        data.tasks().forEach(task -> {
            accuracies.add(curve(task.name(), TrainingMetrics.VALIDATION_ACCURACY + task.name()));
            losses.add(curve(task.name() + ", validation", TrainingMetrics.VALIDATION_LOSS + task.name()));
            losses.add(curve(task.name() + ", training", TrainingMetrics.TRAINING_LOSS + task.name()));
        });
        String kind = data.tasks().get(0).name();
        accuracies.add(curve("P@5 of " + kind, TrainingMetrics.PRECISION + kind));
        chart(
                section,
                "share",
                "Validation labels that are hit, and precision at 5 among them, by the averaged weights.",
                accuracies);
        chart(
                section,
                "nats",
                "Cross-entropy of each label on validation images and on some training images: the gap between the two is"
                        + " what was learnt by heart.",
                losses);
        chart(
                section,
                "learning rate",
                "Learning rate at the end of each epoch.",
                List.of(curve("learning rate", TrainingMetrics.LEARNING_RATE)));
        chart(section, "images/s", "Images trained in a second.", List.of(curve("images/s", TrainingMetrics.SPEED)));
    }

    private static void chart(Section section, String unit, String caption, List<Optional<ChartSeries>> curves) {
        List<ChartSeries> present = curves.stream().flatMap(Optional::stream).toList();
        if (!present.isEmpty()) {
            section.chart(Charts.lines("epoch", unit, present), caption);
        }
    }

    /** Empty if it was never measured. */
    private Optional<ChartSeries> curve(String name, String measure) {
        List<TrainingProgress.Epoch> measured = course.epochs().stream()
                .filter(epoch -> epoch.measures().containsKey(measure))
                .toList();
        if (measured.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ChartSeries(
                name,
                measured.stream().mapToDouble(TrainingProgress.Epoch::epoch).toArray(),
                measured.stream()
                        .mapToDouble(epoch -> epoch.measures().getOrDefault(measure, Double.NaN))
                        .toArray()));
    }

    private void settings(Section section) {
        Hyperparameters recipe = options.profile().recipe();
        Table table = new Table("What was asked for", "setting", "value");
        row(table, "profile", options.profile().name());
        row(table, "network", options.profile().architecture().toString());
        row(
                table,
                "MFLOP an image",
                String.format(Locale.ROOT, "%.1f", options.profile().megaflops()));
        row(table, "epochs", String.valueOf(options.profile().epochs()));
        row(table, "seed", String.valueOf(options.seed()));
        row(table, "recipe", recipe.toString());
        row(table, "split", Split.RULE);
        section.table(table);
    }

    private static void row(Table table, String name, String value) {
        table.row(Cell.text(name), Cell.text(value));
    }

    private void labels(Section section) {
        section.paragraph(String.format(
                Locale.ROOT,
                "%,d images trained, %,d validated, %,d were held out and never looked at.",
                data.rows(Split.TRAINING).length,
                data.rows(Split.VALIDATION).length,
                data.rows(Split.TEST).length));
        Table table = new Table(
                "Labels", "column", "classes", "of one image", "of no training image", "images without", "learnt");
        for (LabelColumn column : data.columns()) {
            table.row(
                    Cell.text(column.name()),
                    Cell.count(column.classes().size()),
                    Cell.count(column.single()),
                    Cell.count(column.untrained()),
                    Cell.count(column.unknown()),
                    Cell.text(column.isLearnable() ? "yes" : "no"));
        }
        section.table(table);
        if (!data.unreadable().isEmpty()) {
            section.details(
                    data.unreadable().size() + " images were left out",
                    inner -> inner.bullets(data.unreadable().stream()
                            .limit(MOST_LEFT_OUT)
                            .map(image -> image.id() + ": " + image.reason())
                            .toList()));
        }
    }

    private static String minutes(double seconds) {
        return String.format(Locale.ROOT, "%.1f min", seconds / 60);
    }
}
