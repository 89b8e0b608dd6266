package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under named columns; the first cell of a row names the row. One thread. */
public final class Table {
    private final String caption;
    private final List<String> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /** @param caption above the table */
    public Table(String caption, String... columns) {
        this.caption = requireNonNull(caption, "caption is null");
        this.columns = List.of(columns);
    }

    /** @throws IllegalArgumentException unless there is a cell for each column */
    public Table row(Cell... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "row has " + cells.length + " cells, " + columns.size() + " expected: " + columns);
        }
        rows.add(List.of(cells));
        return this;
    }

    void appendTo(Markup html) {
        html.open("div", "class", "table", "role", "region", "aria-label", caption, "tabindex", "0");
        html.open("table").element("caption", caption).open("thead").open("tr");
        for (int column = 0; column < columns.size(); column++) {
            html.element("th", columns.get(column), "scope", "col", "class", isNumeric(column) ? "number" : "text");
        }
        html.close("tr").close("thead").open("tbody");
        for (List<Cell> row : rows) {
            html.open("tr").element("th", row.get(0).text(), "scope", "row");
            row.subList(1, row.size()).forEach(cell -> append(cell, html));
            html.close("tr");
        }
        html.close("tbody").close("table").close("div");
    }

    private boolean isNumeric(int column) {
        return column > 0 && rows.stream().anyMatch(row -> row.get(column).number());
    }

    private static void append(Cell cell, Markup html) {
        if (cell.bar() > 0) {
            String length = String.format(Locale.ROOT, "--bar:%.1f%%", 100 * cell.bar());
            html.element("td", cell.text(), "class", "number bar", "style", length);
        } else {
            html.element("td", cell.text(), "class", cell.number() ? "number" : "text");
        }
    }
}
