package dev.twinset.trainer.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.LabelColumn;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.dataset.UnreadableImage;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One JSON object a line: dataset, resumed, epoch, note, written. */
final class JsonTrainReport implements TrainReport {
    private final PrintWriter out;
    private final ObjectMapper mapper = new ObjectMapper();

    JsonTrainReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void dataset(CatalogDataset data, TrainingProfile profile) {
        Map<String, Integer> classes = new LinkedHashMap<>();
        data.tasks().forEach(task -> classes.put(task.name(), task.classes().size()));
        Map<String, Object> labels = new LinkedHashMap<>();
        for (LabelColumn column : data.columns()) {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("learnt", column.isLearnable());
            counts.put("classes", column.classes().size());
            counts.put("classesOfOneImage", column.single());
            counts.put("classesWithoutTrainingImages", column.untrained());
            counts.put("imagesWithoutLabel", column.unknown());
            labels.put(column.name(), counts);
        }
        object(
                "event",
                "dataset",
                "profile",
                profile.name(),
                "training",
                data.rows(Split.TRAINING).length,
                "validation",
                data.rows(Split.VALIDATION).length,
                "test",
                data.rows(Split.TEST).length,
                "classes",
                classes,
                "labels",
                labels,
                "shared",
                Map.of(
                        "images",
                        data.shared().images(),
                        "contradictory",
                        data.shared().contradictory()),
                "unreadable",
                data.unreadable().stream().map(UnreadableImage::id).toList());
    }

    @Override
    public void resumed(List<Epoch> done) {
        object("event", "resumed", "epochsDone", done.size());
    }

    @Override
    public void step(Step step) {
        // a line a step would be too many
    }

    @Override
    public void epoch(Epoch epoch) {
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
                epoch.left().toSeconds(),
                "measures",
                epoch.measures());
    }

    @Override
    public void note(String sentence) {
        object("event", "note", "text", sentence);
    }

    @Override
    public void written(Path file, Path page, ModelBundle model) {
        object(
                "event",
                "written",
                "file",
                file.toString(),
                "report",
                page.toString(),
                "model",
                model.modelId(),
                "metrics",
                model.manifest().model().metrics());
    }

    private void object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        try {
            out.println(mapper.writeValueAsString(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and texts cannot be written as JSON", e);
        }
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
