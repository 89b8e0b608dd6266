package dev.twinset.trainer.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The look that all charts share: a white card, thin grey lines, the colours of Paul Tol's "muted" scheme, which
 * colour-blind people can tell apart (personal.sron.nl/~pault). Where there are more series than colours, the marker
 * changes with each round of them.
 */
final class ChartTheme {
    static final int WIDTH = 760;
    static final Color MAIN = new Color(0x33, 0x5C, 0x99);

    private static final Color[] COLOURS = {
        new Color(0x33, 0x22, 0x88), new Color(0xCC, 0x66, 0x77), new Color(0x44, 0xAA, 0x99),
        new Color(0xDD, 0xAA, 0x33), new Color(0x88, 0xCC, 0xEE), new Color(0x88, 0x22, 0x55),
        new Color(0x11, 0x77, 0x33), new Color(0xAA, 0x44, 0x99), new Color(0x99, 0x99, 0x33),
    };
    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.CROSS,
            SeriesMarkers.PLUS,
            SeriesMarkers.TRIANGLE_DOWN);

    private static final Color TEXT = new Color(0x33, 0x38, 0x40);
    private static final Color LINE = new Color(0xE3, 0xE6, 0xEA);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    private ChartTheme() {}

    static Color colour(int series) {
        return COLOURS[series % COLOURS.length];
    }

    /** @param series how many the chart has */
    static void apply(AxesChartStyler style, int series) {
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setChartFontColor(TEXT);
        style.setChartTitleVisible(false);
        style.setChartPadding(6);
        style.setLegendFont(SMALL);
        style.setLegendBorderColor(Color.WHITE);
        style.setLegendBackgroundColor(Color.WHITE);
        style.setLegendPosition(Styler.LegendPosition.OutsideE);
        style.setLegendVisible(series > 1);
        style.setSeriesColors(
                series == 1
                        ? new Color[] {MAIN}
                        : Collections.nCopies(1 + series / COLOURS.length, COLOURS).stream()
                                .flatMap(Arrays::stream)
                                .toArray(Color[]::new));
        style.setSeriesMarkers(markers(series));
        style.setAxisTitleFont(SMALL);
        style.setAxisTickLabelsFont(SMALL);
        style.setAxisTickLabelsColor(TEXT);
        style.setAxisTicksLineVisible(false);
        style.setAxisTicksMarksVisible(false);
        style.setPlotGridLinesColor(LINE);
        style.setPlotGridLinesStroke(new BasicStroke(1));
    }

    private static Marker[] markers(int series) {
        Marker[] markers = new Marker[Math.max(1, series)];
        for (int i = 0; i < markers.length; i++) {
            markers[i] = MARKERS.get(i / COLOURS.length % MARKERS.size());
        }
        return markers;
    }
}
