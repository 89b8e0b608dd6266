package dev.twinset.trainer.explore;

import dev.twinset.trainer.report.Cell;
import dev.twinset.trainer.report.Chart;
import dev.twinset.trainer.report.ChartSeries;
import dev.twinset.trainer.report.Charts;
import dev.twinset.trainer.report.NumberFormatter;
import dev.twinset.trainer.report.Section;
import dev.twinset.trainer.report.Table;
import java.util.ArrayList;
import java.util.List;

/** How unequal the classes are, and what that will cost, in words. */
final class BalancePart {
    private final DatasetStats facts;

    BalancePart(DatasetStats facts) {
        this.facts = facts;
    }

    void fill(Section section) {
        facts.ceilings().stream()
                .limit(1)
                .forEach(ceiling -> facts.columns().stream()
                        .filter(column -> column.column().equals(ceiling.column()))
                        .forEach(column ->
                                section.bullets(cost(ceiling, column)).chart(share(column), caption(column))));
        Table table = new Table(
                "Balance of each column",
                "column",
                "classes",
                "effective",
                "Gini",
                "largest : smallest",
                "hold half",
                "below 6 items",
                "below 20 items");
        for (ColumnStats column : facts.columns()) {
            table.row(
                    Cell.text(column.column()),
                    Cell.count(column.classes()),
                    Cell.decimal(column.effectiveClasses(), 1),
                    Cell.decimal(column.gini(), 2),
                    Cell.decimal(column.largestToSmallest(), 0),
                    Cell.count(column.halfOfItemsIn()),
                    Cell.count(column.classesBelow6()),
                    Cell.count(column.classesBelow20()));
        }
        section.table(table)
                .paragraph("Effective: so many classes of one size would be as hard to guess. Gini: 0 where all classes"
                        + " are of one size, near 1 where one has nearly everything.");
    }

    private List<String> cost(PrecisionCeiling ceiling, ColumnStats kind) {
        String name = NumberFormatter.column(kind.column());
        List<String> words = new ArrayList<>();
        words.add(NumberFormatter.count(kind.halfOfItemsIn(), "class holds", "classes hold")
                + " half of all items, out of "
                + NumberFormatter.count(kind.classes()) + " in " + name
                + ": a mean over all items says little about the others."
                + " Look at the mean over classes, too.");
        words.add(NumberFormatter.count(kind.classesBelow6(), "class has", "classes have")
                + " fewer than six items: there, no item can find five of its kind, however good the model. "
                + NumberFormatter.count(ceiling.itemsWithoutFive(), "item is", "items are") + " in that place.");
        words.add("So precision@5 of " + name + " cannot exceed " + NumberFormatter.decimal(ceiling.precisionAt5())
                + " over all items, and " + NumberFormatter.decimal(ceiling.macroPrecisionAt5())
                + " where each class counts the same.");
        words.add(NumberFormatter.count(kind.classesBelow20(), "class has", "classes have")
                + " fewer than twenty items. Two tenths of the pictures are kept for validation and test: what remains"
                + " to learn from is too little to expect much there. Merge such classes with their neighbours, or"
                + " collect more.");
        return words;
    }

    private static Chart share(ColumnStats column) {
        double[] shares = new double[column.classes() + 1];
        double[] classes = new double[shares.length];
        int held = 0;
        int i = 0;
        for (int size : column.counts().values()) {
            held += size;
            i++;
            classes[i] = i;
            shares[i] = 100.0 * held / column.labelled();
        }
        return Charts.lines(
                "classes, the largest first", "% of the items", List.of(new ChartSeries("items", classes, shares)));
    }

    private static String caption(ColumnStats column) {
        return "How much of all items the largest classes of " + NumberFormatter.column(column.column())
                + " hold together";
    }
}
