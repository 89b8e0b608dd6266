package dev.twinset.trainer.report;

import static java.util.Objects.requireNonNull;

/**
 * Named points or values of one kind.
 *
 * @param x positions
 * @param y as many values
 */
public record ChartSeries(String name, double[] x, double[] y) {
    public ChartSeries {
        requireNonNull(name, "name is null");
        if (x.length != y.length || x.length == 0) {
            throw new IllegalArgumentException("series " + name + " has " + x.length + " x and " + y.length
                    + " y, expected as many of each, at least one");
        }
    }

    /** Values at 1, 2, 3 and so on. */
    public static ChartSeries of(String name, double... y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i + 1;
        }
        return new ChartSeries(name, x, y);
    }
}
