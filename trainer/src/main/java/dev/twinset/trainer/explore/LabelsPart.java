package dev.twinset.trainer.explore;

import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.Charts;
import dev.twinset.trainer.report.NumberFormatter;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts and shares of every label, and pairs of columns. */
final class LabelsPart {
    private static final int MOST_BARS = 40;
    private static final int MOST_ROWS = 500;
    private static final int MOST_IDS = 20;
    private static final int MOST_STACKED = 9;

    private final DatasetStats facts;

    LabelsPart(DatasetStats facts) {
        this.facts = facts;
    }

    void fill(Section section) {
        if (facts.columns().isEmpty()) {
            section.paragraph("This catalogue has no labels: sort the pictures into one sub-folder per category, or"
                    + " add a styles.csv, to train on it.");
        }
        if (!facts.namingColumns().isEmpty()) {
            section.paragraph("Left out, as nearly every item has a value of its own there: "
                    + String.join(", ", facts.namingColumns()) + ".");
        }
        facts.columns().forEach(column -> fill(column, section));
    }

    private void fill(ColumnStats column, Section section) {
        section.heading(NumberFormatter.column(column.column()));
        if (column.missing() > 0) {
            section.note(NumberFormatter.count(column.missing(), "item has", "items have") + " no value here: "
                    + ids(column.missingIds(), column.missing()) + ".");
        }
        if (column.placeholders() > 0) {
            section.note(NumberFormatter.count(column.placeholders(), "item has", "items have")
                    + " a value that says there is none (such as NA): training would learn it as a class. Leave the"
                    + " field empty instead.");
        }
        if (column.classes() == 0) {
            return;
        }
        Map<String, Integer> bars = new LinkedHashMap<>();
        column.counts().entrySet().stream()
                .limit(MOST_BARS)
                .forEach(entry -> bars.put(entry.getKey(), entry.getValue()));
        int left = column.classes() - bars.size();
        section.chart(
                Charts.bars("items", bars),
                "Items by " + NumberFormatter.column(column.column())
                        + (left > 0 ? "; " + left + " smaller classes stand in the table" : ""));
        section.details(
                "Counts and shares of " + NumberFormatter.count(column.classes(), "class", "classes"),
                inner -> inner.table(counts(column)));
    }

    private static Table counts(ColumnStats column) {
        int left = Math.max(0, column.classes() - MOST_ROWS);
        Table table = new Table(
                NumberFormatter.column(column.column()) + (left > 0 ? ", without " + left + " smaller classes" : ""),
                column.column(),
                "items",
                "share");
        double all = column.labelled();
        column.counts().entrySet().stream()
                .limit(MOST_ROWS)
                .forEach(entry -> table.row(
                        Cell.text(entry.getKey()), Cell.count(entry.getValue()), Cell.share(entry.getValue() / all)));
        return table;
    }

    void fillCrossViews(Section section) {
        if (facts.crossViews().isEmpty()) {
            section.paragraph("There are no two columns of a known kind to hold against each other.");
        }
        for (CrossTabulation view : facts.crossViews()) {
            String title = NumberFormatter.column(view.rowsOf()) + " by " + NumberFormatter.column(view.columnsOf());
            section.heading(title);
            if (view.rows().size() * view.columns().size() <= 60
                    && view.columns().size() <= MOST_STACKED) {
                Map<String, double[]> series = new LinkedHashMap<>();
                for (int column = 0; column < view.columns().size(); column++) {
                    double[] values = new double[view.rows().size()];
                    for (int row = 0; row < values.length; row++) {
                        values[row] = view.counts()[row][column];
                    }
                    series.put(view.columns().get(column), values);
                }
                section.chart(Charts.groupedBars("items", view.rows(), series, true), "Items, " + title);
            } else {
                section.chart(
                        Charts.countMap("", "", view.columns(), view.rows(), decimals(view.counts())),
                        "Items, " + title + ", the most frequent of each; shades follow the square root of the count");
            }
            section.details("Numbers of " + title, inner -> inner.table(table(title, view)));
        }
    }

    private static Table table(String title, CrossTabulation view) {
        String[] columns = new String[view.columns().size() + 1];
        columns[0] = view.rowsOf();
        for (int i = 1; i < columns.length; i++) {
            columns[i] = view.columns().get(i - 1);
        }
        Table table = new Table(title, columns);
        for (int row = 0; row < view.rows().size(); row++) {
            Cell[] cells = new Cell[columns.length];
            cells[0] = Cell.text(view.rows().get(row));
            for (int i = 1; i < cells.length; i++) {
                cells[i] = Cell.count(view.counts()[row][i - 1]);
            }
            table.row(cells);
        }
        return table;
    }

    private static double[][] decimals(int[][] counts) {
        double[][] values = new double[counts.length][];
        for (int row = 0; row < counts.length; row++) {
            values[row] = Arrays.stream(counts[row]).asDoubleStream().toArray();
        }
        return values;
    }

    /** Some ids, and how many more there are. */
    static String ids(List<String> ids, int all) {
        List<String> shown = ids.subList(0, Math.min(MOST_IDS, ids.size()));
        int left = all - shown.size();
        return String.join(", ", shown) + (left > 0 ? " and " + NumberFormatter.count(left) + " more" : "");
    }
}
