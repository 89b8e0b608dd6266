package dev.twinset.trainer.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.trainer.TrainingProgress;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.Part;
import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.vision.ModelBundle;
import dev.twinset.vision.ModelCard;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** What {@code twinset train} prints: text for a person, or one JSON object a line. On the command's thread. */
final class TrainReport implements TrainingProgress, AutoCloseable {
    private final PrintWriter out;
    private final boolean json;
    private final ObjectMapper mapper = new ObjectMapper();
    private final TerminalBar bar;
    private final int trainingImages;

    TrainReport(PrintWriter out, boolean json, CatalogDataset data, int epochs) {
        this.out = out;
        this.json = json;
        this.trainingImages = data.rows(Part.TRAINING).length;
        dataset(data);
        this.bar = TerminalBar.images("training", (long) trainingImages * epochs);
    }

    private void dataset(CatalogDataset data) {
        int validation = data.rows(Part.VALIDATION).length;
        int test = data.rows(Part.TEST).length;
        Map<String, Integer> classes = new LinkedHashMap<>();
        for (ModelCard.Task task : data.tasks()) {
            classes.put(task.name(), task.classes().size());
        }
        if (json) {
            object(
                    "event",
                    "dataset",
                    "training",
                    trainingImages,
                    "validation",
                    validation,
                    "test",
                    test,
                    "classes",
                    classes,
                    "unreadable",
                    data.unreadable().stream().map(UnreadableImage::id).toList());
            return;
        }
        out.printf(
                "%d images: %d for training, %d for validation, %d held out%n",
                trainingImages + validation + test, trainingImages, validation, test);
        out.println("learning "
                + classes.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + entry.getValue() + " classes)")
                        .collect(Collectors.joining(", ")));
        Unreadable.print(data.unreadable(), out);
        out.flush();
    }

    @Override
    public void step(int epoch, int epochs, int step, int steps, double loss) {
        double passes = epoch - 1 + (double) step / steps;
        bar.stepTo(Math.round(passes * trainingImages));
        bar.note(String.format(Locale.ROOT, "epoch %d/%d, loss %.3f", epoch, epochs, loss));
    }

    @Override
    public void epoch(Epoch epoch) {
        if (json) {
            object(
                    "event",
                    "epoch",
                    "epoch",
                    epoch.epoch(),
                    "epochs",
                    epoch.epochs(),
                    "loss",
                    epoch.loss(),
                    "validation",
                    epoch.validation(),
                    "imagesPerSecond",
                    epoch.imagesPerSecond(),
                    "secondsLeft",
                    epoch.left().toSeconds());
            return;
        }
        out.printf(
                Locale.ROOT,
                "%sepoch %2d/%d  loss %.3f  %.0f images/s  %s left%s%n",
                bar.lineStart(),
                epoch.epoch(),
                epoch.epochs(),
                epoch.loss(),
                epoch.imagesPerSecond(),
                minutes(epoch.left()),
                accuracies(epoch.validation()));
        out.flush();
    }

    void written(Path file, ModelBundle model) throws IOException {
        SortedMap<String, Double> metrics = model.manifest().model().metrics();
        if (json) {
            object("event", "written", "file", file.toString(), "model", model.modelId(), "metrics", metrics);
            return;
        }
        metrics.forEach((name, value) -> out.printf(Locale.ROOT, "%s %.3f%n", name, value));
        out.println("wrote " + file + ", model " + model.modelId());
        out.flush();
    }

    private void object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        try {
            out.println(mapper.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts became no JSON", e);
        }
        out.flush();
    }

    private static String accuracies(SortedMap<String, Double> validation) {
        return validation.isEmpty()
                ? ""
                : "  right: "
                        + validation.entrySet().stream()
                                .map(entry -> String.format(Locale.ROOT, "%s %.3f", entry.getKey(), entry.getValue()))
                                .collect(Collectors.joining(" "));
    }

    private static String minutes(Duration left) {
        return String.format(Locale.ROOT, "%d:%02d", left.toMinutes(), left.toSecondsPart());
    }

    @Override
    public void close() {
        bar.close();
    }
}
