package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What {@code report/figures.jte} shows: charts and tables of figures.
 *
 * @param lead one line below the title
 */
public record FiguresPage(String title, String lead, List<Group> groups) {
    public FiguresPage {
        requireNonNull(title, "title is null");
        requireNonNull(lead, "lead is null");
        groups = List.copyOf(groups);
    }

    /**
     * A section.
     *
     * @param text what was measured
     * @param charts above the table; may be none
     * @param columns titles, the first one of names
     * @param rows as many texts in each as columns
     */
    public record Group(
            String heading, String text, List<Chart> charts, List<String> columns, List<List<String>> rows) {
        public Group {
            requireNonNull(heading, "heading is null");
            requireNonNull(text, "text is null");
            charts = List.copyOf(charts);
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }
}
