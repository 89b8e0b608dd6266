package dev.twinset.trainer.dataset;

import dev.twinset.vision.bundle.ModelCard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The labels as class numbers. Classes are those seen in training, in alphabetical order; a column with fewer than two
 * of them, or of which every image has one of its own, teaches nothing and is left out.
 *
 * @param tasks one for each column that is learnt
 * @param classes item by item, task by task: the class number, or {@link #UNKNOWN}
 * @param columns what each wanted column holds, learnt or not
 */
record LabelTable(List<ModelCard.Task> tasks, int[][] classes, List<LabelColumn> columns) {
    static final int UNKNOWN = -1;

    static LabelTable of(List<DecodedItem> items, LabelColumns wanted) {
        List<ModelCard.Task> tasks = new ArrayList<>();
        List<LabelColumn> columns = new ArrayList<>();
        wanted.weights().forEach((column, weight) -> {
            LabelColumn content = column(column, items, wanted.placeholders());
            columns.add(content);
            if (content.isLearnable()) {
                tasks.add(new ModelCard.Task(column, weight, content.classes()));
            }
        });
        return new LabelTable(List.copyOf(tasks), classes(items, tasks), List.copyOf(columns));
    }

    private static LabelColumn column(String name, List<DecodedItem> items, boolean placeholders) {
        Map<String, Integer> training = new TreeMap<>();
        TreeSet<String> untrained = new TreeSet<>();
        int unknown = 0;
        for (DecodedItem item : items) {
            Optional<String> label = label(item, name).filter(value -> !placeholders || !Placeholder.is(value));
            unknown += label.isEmpty() ? 1 : 0;
            if (item.part() == Split.TRAINING) {
                label.ifPresent(value -> training.merge(value, 1, Integer::sum));
            } else {
                label.ifPresent(untrained::add);
            }
        }
        untrained.removeAll(training.keySet());
        int single =
                (int) training.values().stream().filter(count -> count == 1).count();
        return new LabelColumn(name, List.copyOf(training.keySet()), single, untrained.size(), unknown);
    }

    private static Optional<String> label(DecodedItem item, String column) {
        return Optional.ofNullable(item.item().attributes().get(column));
    }

    private static int[][] classes(List<DecodedItem> items, List<ModelCard.Task> tasks) {
        int[][] classes = new int[items.size()][tasks.size()];
        for (int task = 0; task < tasks.size(); task++) {
            String column = tasks.get(task).name();
            Map<String, Integer> numbers = new HashMap<>();
            tasks.get(task).classes().forEach(name -> numbers.put(name, numbers.size()));
            for (int i = 0; i < classes.length; i++) {
                classes[i][task] = label(items.get(i), column).map(numbers::get).orElse(UNKNOWN);
            }
        }
        return classes;
    }
}
