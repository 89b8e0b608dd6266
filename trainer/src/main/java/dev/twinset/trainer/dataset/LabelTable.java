package dev.twinset.trainer.dataset;

import dev.twinset.vision.ModelCard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The labels as class numbers. Classes are those seen in training, in alphabetical order; a column with fewer than two
 * of them teaches nothing and is left out.
 *
 * @param tasks one for each column that is learnt
 * @param classes item by item, task by task: the class number, or {@link #UNKNOWN}
 */
record LabelTable(List<ModelCard.Task> tasks, int[][] classes) {
    static final int UNKNOWN = -1;

    static LabelTable of(List<DecodedItem> items, LabelColumns columns) {
        List<ModelCard.Task> tasks = new ArrayList<>();
        columns.weights().forEach((column, weight) -> {
            TreeSet<String> seen = new TreeSet<>();
            for (DecodedItem item : items) {
                String label = item.item().attributes().get(column);
                if (label != null && item.part() == Part.TRAINING) {
                    seen.add(label);
                }
            }
            if (seen.size() > 1) {
                tasks.add(new ModelCard.Task(column, weight, List.copyOf(seen)));
            }
        });
        return new LabelTable(List.copyOf(tasks), classes(items, tasks));
    }

    private static int[][] classes(List<DecodedItem> items, List<ModelCard.Task> tasks) {
        int[][] classes = new int[items.size()][tasks.size()];
        for (int task = 0; task < tasks.size(); task++) {
            Map<String, Integer> numbers = new HashMap<>();
            tasks.get(task).classes().forEach(name -> numbers.put(name, numbers.size()));
            for (int i = 0; i < classes.length; i++) {
                String label =
                        items.get(i).item().attributes().get(tasks.get(task).name());
                classes[i][task] = label == null ? UNKNOWN : numbers.getOrDefault(label, UNKNOWN);
            }
        }
        return classes;
    }
}
