package dev.twinset.trainer.explore;

import dev.twinset.catalog.CatalogItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two columns against each other, their most frequent values only.
 *
 * @param rowsOf the column whose values are the rows
 * @param columnsOf the column whose values are the columns
 * @param counts items, row by row
 * @param items with both labels, also of values that are not listed
 */
record CrossTabulation(
        String rowsOf, String columnsOf, List<String> rows, List<String> columns, int[][] counts, int items) {
    private static final int MOST_ROWS = 25;
    private static final int MOST_COLUMNS = 16;

    static CrossTabulation of(ColumnStats rowsOf, ColumnStats columnsOf, List<CatalogItem> items) {
        List<String> rows = rowsOf.counts().keySet().stream().limit(MOST_ROWS).toList();
        List<String> columns =
                inOrder(columnsOf.counts().keySet().stream().limit(MOST_COLUMNS).toList());
        Map<String, Integer> rowNumbers = numbers(rows);
        Map<String, Integer> columnNumbers = numbers(columns);
        int[][] counts = new int[rows.size()][columns.size()];
        int both = 0;
        for (CatalogItem item : items) {
            String row = item.attributes().get(rowsOf.column());
            String column = item.attributes().get(columnsOf.column());
            if (row != null && column != null) {
                both++;
                if (rowNumbers.containsKey(row) && columnNumbers.containsKey(column)) {
                    counts[rowNumbers.get(row)][columnNumbers.get(column)]++;
                }
            }
        }
        return new CrossTabulation(rowsOf.column(), columnsOf.column(), rows, columns, counts, both);
    }

    /** Years read better in their order than in that of their frequency. */
    private static List<String> inOrder(List<String> labels) {
        boolean numbers = labels.stream().allMatch(label -> label.matches("\\d{1,9}"));
        return numbers
                ? labels.stream()
                        .sorted((one, two) -> Integer.compare(Integer.parseInt(one), Integer.parseInt(two)))
                        .toList()
                : labels;
    }

    private static Map<String, Integer> numbers(List<String> labels) {
        Map<String, Integer> numbers = new HashMap<>();
        labels.forEach(label -> numbers.put(label, numbers.size()));
        return numbers;
    }
}
