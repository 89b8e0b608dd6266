package dev.twinset.trainer.validation;

import dev.twinset.trainer.dataset.CatalogDataset;
import dev.twinset.trainer.network.Logits;
import dev.twinset.vision.bundle.ModelCard;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** How well each task's classes are predicted, among the images that have a label. */
final class HeadScores {
    private final CatalogDataset data;
    private final List<ModelCard.Task> tasks;
    private final int[] hits;
    private final int[] labelled;
    private final double[] loss;

    HeadScores(CatalogDataset data) {
        this.data = data;
        this.tasks = data.tasks();
        this.hits = new int[tasks.size()];
        this.labelled = new int[tasks.size()];
        this.loss = new double[tasks.size()];
    }

    /** @param logits of all tasks, side by side */
    void add(int row, float[] logits) {
        int from = 0;
        for (int task = 0; task < hits.length; task++) {
            int to = from + tasks.get(task).classes().size();
            int label = data.label(row, task);
            if (label != CatalogDataset.UNKNOWN) {
                int best = Logits.strongest(logits, from, to);
                labelled[task]++;
                hits[task] += best == from + label ? 1 : 0;
                loss[task] += logSum(logits, from, to, logits[best]) - logits[from + label];
            }
            from = to;
        }
    }

    private static double logSum(float[] logits, int from, int to, double most) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += Math.exp(logits[i] - most);
        }
        return most + Math.log(sum);
    }

    /** Images with a label of the kind. */
    int labelled() {
        return labelled[0];
    }

    /** Task to the share that was predicted right; without the tasks of which no image has a label. */
    SortedMap<String, Double> accuracies(String prefix) {
        SortedMap<String, Double> result = new TreeMap<>();
        for (int task = 0; task < hits.length; task++) {
            if (labelled[task] > 0) {
                result.put(prefix + tasks.get(task).name(), (double) hits[task] / labelled[task]);
            }
        }
        return result;
    }

    /** Task to its mean cross-entropy. */
    SortedMap<String, Double> losses(String prefix) {
        SortedMap<String, Double> result = new TreeMap<>();
        for (int task = 0; task < loss.length; task++) {
            if (labelled[task] > 0) {
                result.put(prefix + tasks.get(task).name(), loss[task] / labelled[task]);
            }
        }
        return result;
    }
}
