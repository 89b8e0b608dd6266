package dev.twinset.trainer.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** A table of shades; the first row is on top. */
final class HeatMap {
    private static final Color[] SHADES = {
        new Color(0xF7, 0xF9, 0xFC),
        new Color(0xC6, 0xD8, 0xEC),
        new Color(0x7B, 0xA7, 0xD3),
        new Color(0x33, 0x6F, 0xB0),
        new Color(0x0B, 0x33, 0x6B),
    };
    private static final int ROW = 20;
    private static final int AROUND = 130;

    private HeatMap() {}

    /** @param shade of a value, growing with it */
    static Chart draw(
            String xTitle,
            String yTitle,
            List<String> columns,
            List<String> rows,
            double[][] values,
            DoubleUnaryOperator shade) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(ChartTheme.WIDTH)
                .height(AROUND + ROW * rows.size())
                .xAxisTitle(ChartLabel.drawn(xTitle))
                .yAxisTitle(ChartLabel.drawn(yTitle))
                .build();
        ChartTheme.apply(chart.getStyler(), 1);
        Charts.titles(chart.getStyler(), xTitle, yTitle);
        chart.getStyler().setLegendVisible(false);
        chart.getStyler().setXAxisTickMarkSpacingHint(Charts.EVERY_NAME).setYAxisTickMarkSpacingHint(Charts.EVERY_NAME);
        chart.getStyler().setRangeColors(SHADES);
        chart.getStyler().setDrawBorder(false);
        chart.getStyler().setPlotContentSize(1);
        chart.getStyler().setPlotGridLinesVisible(false);
        chart.getStyler().setXAxisLabelRotation(columns.size() > 8 ? 60 : 0);
        List<Number[]> cells = cells(values, columns.size(), rows.size(), shade);
        double most =
                cells.stream().mapToDouble(cell -> cell[2].doubleValue()).max().orElse(1);
        chart.getStyler().setMin(0).setMax(most > 0 ? most : 1);
        chart.addSeries("values", names(columns), reversed(names(rows)), cells);
        return Chart.of(chart);
    }

    /** Column, row from below, shade. */
    private static List<Number[]> cells(double[][] values, int columns, int rows, DoubleUnaryOperator shade) {
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double value = values[row][column];
                if (!Double.isNaN(value)) {
                    cells.add(new Number[] {column, rows - 1 - row, shade.applyAsDouble(value)});
                }
            }
        }
        return cells;
    }

    private static List<String> names(List<String> texts) {
        return texts.stream().map(ChartLabel::drawn).toList();
    }

    private static List<String> reversed(List<String> texts) {
        List<String> reversed = new ArrayList<>(texts);
        Collections.reverse(reversed);
        return reversed;
    }
}
