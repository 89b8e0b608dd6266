package dev.twinset.trainer.command;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.progress.TrainingProgress;
import dev.twinset.trainer.settings.TrainingProfile;
import dev.twinset.vision.bundle.ModelBundle;
import java.io.PrintWriter;
import java.nio.file.Path;

/** What {@code twinset train} prints. On the command's thread. */
interface TrainReport extends TrainingProgress, AutoCloseable {
    /** Text for a person, or one JSON object a line. */
    static TrainReport on(PrintWriter out, boolean json) {
        return json ? new JsonTrainReport(out) : new TextTrainReport(out);
    }

    void dataset(CatalogDataset data, TrainingProfile profile);

    /** @param page that shows how it went */
    void written(Path file, Path page, ModelBundle model);

    @Override
    void close();
}
