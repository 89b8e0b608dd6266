package dev.twinset.trainer;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.network.TrainingNetwork;
import dev.twinset.vision.ModelCard;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each task's strongest class is the right one, among the images that have a label. */
final class HeadAccuracy {
    private final CatalogDataset data;
    private final List<ModelCard.Task> tasks;
    private final int[] hits;
    private final int[] labelled;

    private HeadAccuracy(CatalogDataset data) {
        this.data = data;
        this.tasks = data.tasks();
        this.hits = new int[tasks.size()];
        this.labelled = new int[tasks.size()];
    }

    /** @return task to accuracy; without the tasks of which no image has a label */
    static SortedMap<String, Double> measure(
            TrainingNetwork network, BatchMaker maker, CatalogDataset data, int[] rows, int batch) throws IOException {
        HeadAccuracy accuracy = new HeadAccuracy(data);
        for (int from = 0; from < rows.length; from += batch) {
            int to = Math.min(rows.length, from + batch);
            float[][] logits = network.logits(maker.plain(rows, from, to).images(), to - from);
            for (int row = from; row < to; row++) {
                accuracy.count(rows[row], logits[row - from]);
            }
        }
        return accuracy.result();
    }

    private void count(int row, float[] logits) {
        int from = 0;
        for (int task = 0; task < hits.length; task++) {
            int to = from + tasks.get(task).classes().size();
            int label = data.label(row, task);
            if (label != CatalogDataset.UNKNOWN) {
                labelled[task]++;
                hits[task] += strongest(logits, from, to) == from + label ? 1 : 0;
            }
            from = to;
        }
    }

    private static int strongest(float[] logits, int from, int to) {
        int best = from;
        for (int i = from + 1; i < to; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    private SortedMap<String, Double> result() {
        SortedMap<String, Double> result = new TreeMap<>();
        for (int task = 0; task < hits.length; task++) {
            if (labelled[task] > 0) {
                result.put(tasks.get(task).name(), (double) hits[task] / labelled[task]);
            }
        }
        return result;
    }
}
