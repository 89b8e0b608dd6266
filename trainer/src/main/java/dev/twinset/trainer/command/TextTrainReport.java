package dev.twinset.trainer.command;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.dataset.LabelColumn;
import dev.twinset.trainer.dataset.Split;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Lines for a person, above curves that move on a terminal. */
final class TextTrainReport implements TrainReport {
    private final PrintWriter out;
    private final LearningCurves board = new LearningCurves();
    private final LiveLines live = LiveLines.onTerminal();

    TextTrainReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void dataset(CatalogDataset data, TrainingProfile profile) {
        int training = data.rows(Split.TRAINING).length;
        int validation = data.rows(Split.VALIDATION).length;
        int test = data.rows(Split.TEST).length;
        out.printf(
                "%d images: %d for training, %d for validation, %d held out%n",
                training + validation + test, training, validation, test);
        out.println("learning "
                + data.tasks().stream()
                        .map(task -> task.name() + " (" + task.classes().size() + " classes)")
                        .collect(Collectors.joining(", "))
                + String.format(
                        Locale.ROOT, " by profile %s, %.1f MFLOP an image", profile.name(), profile.megaflops()));
        data.columns().forEach(this::column);
        CatalogDataset.SharedImages shared = data.shared();
        if (shared.images() > 0) {
            out.println("  images in more than one catalogue: " + shared.images()
                    + ", the copies of each in one part; of different kinds there: " + shared.contradictory());
        }
        UnreadableImages.print(data.unreadable(), out);
        out.flush();
    }

    private void column(LabelColumn column) {
        if (!column.isLearnable()) {
            out.println("  " + column.name() + " is not learnt: its training images show "
                    + (column.classes().size() < 2 ? "fewer than two classes" : "no class twice"));
            return;
        }
        String doubts = column.doubts();
        if (!doubts.isEmpty()) {
            out.println("  " + column.name() + ": " + doubts);
        }
    }

    @Override
    public void resumed(List<Epoch> done) {
        done.forEach(board::add);
        print("going on behind epoch " + done.size() + ", from the checkpoint");
    }

    @Override
    public void step(Step step) {
        live.show(() -> board.lines(step));
    }

    @Override
    public void epoch(Epoch epoch) {
        board.add(epoch);
        print(String.format(
                Locale.ROOT,
                "epoch %2d/%d  loss %.3f  %.0f images/s  %s left%s",
                epoch.epoch(),
                epoch.epochs(),
                epoch.loss(),
                epoch.imagesPerSecond(),
                LearningCurves.minutes(epoch.left()),
                accuracies(epoch.validation())));
    }

    @Override
    public void note(String sentence) {
        print(sentence);
    }

    private void print(String line) {
        live.erase();
        out.println(line);
        out.flush();
    }

    @Override
    public void written(Path file, Path page, ModelBundle model) {
        live.erase();
        board.curves().forEach(out::println);
        SortedMap<String, Double> metrics = model.manifest().model().metrics();
        metrics.forEach((name, value) -> out.printf(Locale.ROOT, "%s %.3f%n", name, value));
        out.println("wrote " + file + ", model " + model.modelId() + "; how it went: " + page);
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

    @Override
    public void close() {
        live.erase();
    }
}
