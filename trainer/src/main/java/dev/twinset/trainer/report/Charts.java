package dev.twinset.trainer.report;

import java.text.NumberFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.HorizontalBarChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;

/** Draws charts, all in one look, without a screen. Names and titles may hold anything; long ones are cut. */
public final class Charts {
    private static final int HEIGHT = 360;
    private static final int BAR = 22;
    private static final int AROUND_BARS = 64;
    /** Pixels between names that XChart must keep at least; it leaves out every other name where this is not met. */
    static final int EVERY_NAME = 1;

    private static final int BETWEEN_NUMBERS = 90;
    private static final int MOST_UPRIGHT_LABELS = 12;

    private Charts() {}

    /**
     * A horizontal bar for each value, the first on top, each with its value.
     *
     * @param title of the axis of values
     * @param values at least one, in the order of the chart
     */
    public static Chart bars(String title, Map<String, ? extends Number> values) {
        requireAny(values.size());
        HorizontalBarChart chart = new HorizontalBarChartBuilder()
                .width(ChartTheme.WIDTH)
                .height(AROUND_BARS + BAR * values.size())
                .xAxisTitle(ChartLabel.drawn(title))
                .build();
        ChartTheme.apply(chart.getStyler(), 1);
        chart.getStyler().setAvailableSpaceFill(0.8);
        chart.getStyler().setXAxisTickMarkSpacingHint(EVERY_NAME);
        chart.getStyler().setPlotGridHorizontalLinesVisible(false);
        chart.getStyler().setXAxisMin(0.0);
        chart.addSeries("values", List.copyOf(values.values()), named(values));
        return Chart.of(chart);
    }

    /**
     * Upright bars of several series over the same groups.
     *
     * @param groups names along the axis
     * @param series name to one value for each group
     * @param stacked on top of each other rather than side by side
     */
    public static Chart groupedBars(String title, List<String> groups, Map<String, double[]> series, boolean stacked) {
        requireAny(groups.size());
        requireAny(series.size());
        CategoryChart chart = new CategoryChartBuilder()
                .width(ChartTheme.WIDTH)
                .height(HEIGHT)
                .yAxisTitle(ChartLabel.drawn(title))
                .build();
        ChartTheme.apply(chart.getStyler(), series.size());
        chart.getStyler().setXAxisTickMarkSpacingHint(EVERY_NAME);
        chart.getStyler().setStacked(stacked).setAvailableSpaceFill(0.8);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler().setXAxisLabelRotation(groups.size() > MOST_UPRIGHT_LABELS ? 60 : 0);
        List<String> names = groups.stream().map(ChartLabel::drawn).toList();
        int number = 0;
        for (Map.Entry<String, double[]> one : series.entrySet()) {
            chart.addSeries(String.valueOf(number++), names, boxed(one.getValue(), groups.size()))
                    .setLabel(ChartLabel.drawn(one.getKey()));
        }
        return Chart.of(chart);
    }

    /** Lines through the points of each series. */
    public static Chart lines(String xTitle, String yTitle, List<ChartSeries> series) {
        XYChart chart = xy(xTitle, yTitle, series.size(), HEIGHT);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
        chart.getStyler().setMarkerSize(series.stream().anyMatch(one -> one.x().length > 40) ? 0 : 5);
        return Chart.of(filled(chart, series));
    }

    /** Points without lines, for instance a map of features in two dimensions, one series a class. */
    public static Chart scatter(String xTitle, String yTitle, List<ChartSeries> series) {
        XYChart chart = xy(xTitle, yTitle, series.size(), Math.max(560, 40 + 19 * series.size()));
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        int points = series.stream().mapToInt(one -> one.x().length).sum();
        chart.getStyler().setMarkerSize(points > 1000 ? 4 : 6);
        return Chart.of(filled(chart, series));
    }

    /**
     * A table of shades, the darker the more: a confusion matrix, for instance.
     *
     * @param values row by row; NaN stays empty
     */
    public static Chart heatMap(
            String xTitle, String yTitle, List<String> columns, List<String> rows, double[][] values) {
        requireAny(columns.size());
        requireAny(rows.size());
        return HeatMap.draw(xTitle, yTitle, columns, rows, values, DoubleUnaryOperator.identity());
    }

    /** As {@link #heatMap}, with shades by the square root, so that small counts beside large ones can be seen. */
    public static Chart countMap(
            String xTitle, String yTitle, List<String> columns, List<String> rows, double[][] values) {
        requireAny(columns.size());
        requireAny(rows.size());
        return HeatMap.draw(xTitle, yTitle, columns, rows, values, Math::sqrt);
    }

    /**
     * How often values fall into ranges of equal width.
     *
     * @param values finite
     * @param bins how many ranges
     */
    public static Chart histogram(String xTitle, String yTitle, double[] values, int bins) {
        requireAny(values.length);
        Bins counted = Bins.of(values, bins);
        CategoryChart chart = new CategoryChartBuilder()
                .width(ChartTheme.WIDTH)
                .height(HEIGHT)
                .xAxisTitle(ChartLabel.drawn(xTitle))
                .yAxisTitle(ChartLabel.drawn(yTitle))
                .build();
        ChartTheme.apply(chart.getStyler(), 1);
        chart.getStyler().setAvailableSpaceFill(0.96);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.addSeries("values", counted.names(), counted.counts());
        return Chart.of(chart);
    }

    /** An axis without a title needs no room for one. */
    static void titles(AxesChartStyler style, String xTitle, String yTitle) {
        style.setXAxisTitleVisible(!xTitle.isEmpty());
        style.setYAxisTitleVisible(!yTitle.isEmpty());
    }

    /** Each name with its value: inside a short bar a number has no room. */
    private static List<String> named(Map<String, ? extends Number> values) {
        NumberFormat format = NumberFormat.getInstance(Locale.ROOT);
        return values.entrySet().stream()
                .map(entry -> ChartLabel.drawn(entry.getKey()) + "  " + format.format(entry.getValue()))
                .toList();
    }

    private static XYChart xy(String xTitle, String yTitle, int series, int height) {
        requireAny(series);
        XYChart chart = new XYChartBuilder()
                .width(ChartTheme.WIDTH)
                .height(height)
                .xAxisTitle(ChartLabel.drawn(xTitle))
                .yAxisTitle(ChartLabel.drawn(yTitle))
                .build();
        ChartTheme.apply(chart.getStyler(), series);
        titles(chart.getStyler(), xTitle, yTitle);
        chart.getStyler().setXAxisTickMarkSpacingHint(BETWEEN_NUMBERS);
        return chart;
    }

    /** Under numbers, as XChart wants different names and ours may be the same once they are cut. */
    private static XYChart filled(XYChart chart, List<ChartSeries> series) {
        for (int i = 0; i < series.size(); i++) {
            ChartSeries one = series.get(i);
            chart.addSeries(String.valueOf(i), one.x(), one.y()).setLabel(ChartLabel.drawn(one.name()));
        }
        return chart;
    }

    private static List<Double> boxed(double[] values, int expected) {
        if (values.length != expected) {
            throw new IllegalArgumentException(values.length + " values for " + expected + " groups");
        }
        return Arrays.stream(values).boxed().toList();
    }

    private static void requireAny(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a chart needs at least one value");
        }
    }
}
