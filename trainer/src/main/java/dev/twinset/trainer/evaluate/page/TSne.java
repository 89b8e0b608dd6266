package dev.twinset.trainer.evaluate.page;

import dev.twinset.trainer.retrieval.FeatureMatrix;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Lays vectors out in the plane so that near vectors stay near: exact t-SNE (van der Maaten and Hinton, 2008,
 * https://jmlr.org/papers/v9/vandermaaten08a.html), for some hundred points. Distances between clusters mean nothing.
 * The same seed gives the same map.
 */
final class TSne {
    private static final double PERPLEXITY = 30;
    private static final int STEPS = 400;
    private static final int EXAGGERATED_STEPS = 100;
    private static final double EXAGGERATION = 12;
    private static final int SEARCHES = 40;

    private final int n;
    private final double[][] affinities;
    private final double[] x;
    private final double[] y;

    private TSne(double[][] affinities, long seed) {
        this.n = affinities.length;
        this.affinities = affinities;
        Random random = new Random(seed);
        this.x = random.doubles(n, -1e-2, 1e-2).toArray();
        this.y = random.doubles(n, -1e-2, 1e-2).toArray();
    }

    /** @return the points' coordinates: x, then y */
    static double[][] of(FeatureMatrix features, long seed) {
        TSne map = new TSne(affinities(features.unit()), seed);
        map.settle();
        return new double[][] {map.x, map.y};
    }

    private void settle() {
        double[] vx = new double[n];
        double[] vy = new double[n];
        double rate = Math.max(50, n / EXAGGERATION);
        for (int step = 0; step < STEPS; step++) {
            boolean early = step < EXAGGERATED_STEPS;
            double[][] gradient = gradient(early ? EXAGGERATION : 1);
            double momentum = early ? 0.5 : 0.8;
            for (int i = 0; i < n; i++) {
                vx[i] = momentum * vx[i] - rate * gradient[0][i];
                vy[i] = momentum * vy[i] - rate * gradient[1][i];
                x[i] += vx[i];
                y[i] += vy[i];
            }
        }
    }

    private double[][] gradient(double exaggeration) {
        double[] rowSums = new double[n];
        IntStream.range(0, n).parallel().forEach(i -> {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += i == j ? 0 : closeness(i, j);
            }
            rowSums[i] = sum;
        });
        double total = Arrays.stream(rowSums).sum();
        double[][] gradient = new double[2][n];
        IntStream.range(0, n).parallel().forEach(i -> {
            double gx = 0;
            double gy = 0;
            for (int j = 0; j < n; j++) {
                double close = closeness(i, j);
                double pull = 4 * (exaggeration * affinities[i][j] - close / total) * close;
                gx += pull * (x[i] - x[j]);
                gy += pull * (y[i] - y[j]);
            }
            gradient[0][i] = gx;
            gradient[1][i] = gy;
        });
        return gradient;
    }

    /** Student's t, whose tails let far points be far. */
    private double closeness(int i, int j) {
        double dx = x[i] - x[j];
        double dy = y[i] - y[j];
        return 1 / (1 + dx * dx + dy * dy);
    }

    /** Symmetric, of sum 1: each point's neighbours by a bell that is as wide as to hold some {@value #PERPLEXITY}. */
    private static double[][] affinities(FeatureMatrix features) {
        int n = features.rows();
        double[][] given = new double[n][];
        IntStream.range(0, n).parallel().forEach(i -> given[i] = neighbours(i, distances(i, features)));
        double[][] joint = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                joint[i][j] = (given[i][j] + given[j][i]) / (2 * n);
            }
        }
        return joint;
    }

    /** Squares of the distances of unit vectors. */
    private static double[] distances(int i, FeatureMatrix features) {
        int d = features.dimension();
        float[] values = features.values();
        return IntStream.range(0, features.rows())
                .mapToDouble(j -> {
                    double dot = 0;
                    for (int k = 0; k < d; k++) {
                        dot += values[i * d + k] * values[j * d + k];
                    }
                    return Math.max(0, 2 - 2 * dot);
                })
                .toArray();
    }

    /** Bisects the bell's narrowness until its entropy is that of the wanted number of neighbours. */
    private static double[] neighbours(int i, double[] distances) {
        double wanted = Math.log(Math.min(PERPLEXITY, Math.max(2, (distances.length - 1) / 3.0)));
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double narrowness = 1;
        double[] shares = new double[distances.length];
        for (int search = 0; search < SEARCHES; search++) {
            double entropy = bell(i, distances, narrowness, shares);
            if (entropy > wanted) {
                low = narrowness;
                narrowness = Double.isInfinite(high) ? narrowness * 2 : (low + high) / 2;
            } else {
                high = narrowness;
                narrowness = (low + high) / 2;
            }
        }
        return shares;
    }

    /** @return the entropy of the shares, which it fills in */
    private static double bell(int i, double[] distances, double narrowness, double[] shares) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int j = 0; j < distances.length; j++) {
            nearest = j == i ? nearest : Math.min(nearest, distances[j]);
        }
        double sum = 0;
        double weighted = 0;
        for (int j = 0; j < distances.length; j++) {
            double excess = distances[j] - nearest;
            shares[j] = j == i ? 0 : Math.exp(-narrowness * excess);
            sum += shares[j];
            weighted += shares[j] * excess;
        }
        for (int j = 0; j < distances.length; j++) {
            shares[j] /= sum;
        }
        return Math.log(sum) + narrowness * weighted / sum;
    }
}
