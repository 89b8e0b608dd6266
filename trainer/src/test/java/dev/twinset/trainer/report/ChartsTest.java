package dev.twinset.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class ChartsTest {
    /** An empty name, a formula, control characters, a very long one, two that are the same once cut. */
    private static final List<String> ODD_NAMES = List.of(
            "", "$\\frac{1}{2}$", "a\nb\tc\u0000", "<script>", "名前", "x".repeat(500) + "1", "x".repeat(500) + "2");

    @Test
    void everyKindOfChartDrawsWhateverItsNamesHold() throws IOException {
        double[] values = {3, 1, 4, 1, 5, 9, 2};
        Map<String, Double> bars = new LinkedHashMap<>();
        Map<String, double[]> groups = new LinkedHashMap<>();
        List<ChartSeries> series = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            bars.put(ODD_NAMES.get(i), values[i]);
            groups.put(ODD_NAMES.get(i), values);
            series.add(ChartSeries.of(ODD_NAMES.get(i), values));
        }
        double[][] square = new double[values.length][];
        for (int i = 0; i < values.length; i++) {
            square[i] = values.clone();
            square[i][i] = Double.NaN;
        }
        for (String title : ODD_NAMES) {
            requireDrawn(Charts.bars(title, bars));
            requireDrawn(Charts.groupedBars(title, ODD_NAMES, groups, true));
            requireDrawn(Charts.groupedBars(title, ODD_NAMES, groups, false));
            requireDrawn(Charts.lines(title, title, series));
            requireDrawn(Charts.scatter(title, title, series));
            requireDrawn(Charts.heatMap(title, title, ODD_NAMES, ODD_NAMES, square));
            requireDrawn(Charts.countMap(title, title, ODD_NAMES, ODD_NAMES, square));
            requireDrawn(Charts.histogram(title, title, values, 5));
        }
    }

    @Test
    void aChartWithOneValueOrOnlyZerosDraws() throws IOException {
        requireDrawn(Charts.bars("items", Map.of("none", 0)));
        requireDrawn(Charts.groupedBars("items", List.of("a"), Map.of("s", new double[1]), true));
        requireDrawn(Charts.lines("x", "y", List.of(ChartSeries.of("s", 0.5))));
        requireDrawn(Charts.scatter("x", "y", List.of(ChartSeries.of("s", 0.5))));
        requireDrawn(Charts.heatMap("x", "y", List.of("a"), List.of("b"), new double[1][1]));
        requireDrawn(Charts.histogram("x", "y", new double[] {7}, 10));
    }

    @Test
    void aHundredClassesAndManyPointsDraw() throws IOException {
        Random random = new Random(1);
        List<ChartSeries> classes = IntStream.range(0, 100)
                .mapToObj(i -> new ChartSeries(
                        "class " + i,
                        random.doubles(100).toArray(),
                        random.doubles(100).toArray()))
                .toList();
        requireDrawn(Charts.scatter("x", "y", classes));
    }

    @Test
    void nothingToDrawIsRefused() {
        assertThatThrownBy(() -> Charts.bars("items", Map.of())).hasMessage("a chart needs at least one value");
        assertThatThrownBy(() -> new ChartSeries("s", new double[2], new double[1]))
                .hasMessage("series s has 2 x and 1 y, expected as many of each, at least one");
    }

    @Test
    void binsHoldEveryValueOnce() {
        Bins bins = Bins.of(new double[] {0, 0.1, 0.5, 0.99, 1}, 4);
        assertThat(bins.counts()).containsExactly(2, 0, 1, 2);
        assertThat(bins.names()).containsExactly("0.00", "0.25", "0.50", "0.75");
    }

    /** At twice its size, with both light and dark in it: an empty card would be all white. */
    private static void requireDrawn(Chart chart) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(chart.png()));
        assertThat(image.getWidth()).isEqualTo(2 * chart.width());
        assertThat(image.getHeight()).isEqualTo(2 * chart.height());
        int dark = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                dark += (image.getRGB(x, y) >> 8 & 255) < 128 ? 1 : 0;
            }
        }
        assertThat(dark).isPositive();
        assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
    }
}
