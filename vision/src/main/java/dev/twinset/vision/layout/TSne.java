package dev.twinset.vision.layout;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Lays vectors out in the plane so that near vectors stay near: t-SNE (van der Maaten and Hinton, 2008,
 * https://jmlr.org/papers/v9/vandermaaten08a.html) for up to a few thousand points. A point attracts its nearest
 * neighbours alone, as in the Barnes-Hut form; all repulsion is computed, so that a step takes time quadratic in the
 * points. Distances between clusters mean nothing. The same seed gives the same map. Runs on the caller's thread.
 */
public final class TSne {
    public static final int STEPS = 400;

    /** Of many points; of few it is less, or small groups would dissolve. */
    private static final double PERPLEXITY = 30;

    /** Neighbours of a point that attract it, in perplexities: beyond, the bell is next to nothing. */
    private static final int NEIGHBOURS = (int) (3 * PERPLEXITY);

    private static final int EXAGGERATED_STEPS = 100;
    private static final double EXAGGERATION = 12;
    private static final int SEARCHES = 40;

    private final int n;
    private final int dimension;
    private final float[] vectors;
    private final double perplexity;
    private final int[][] near;
    private final double[][] shares;
    private final double[] x;
    private final double[] y;

    private TSne(float[] vectors, int dimension, long seed) {
        this.n = vectors.length / dimension;
        this.dimension = dimension;
        this.vectors = vectors;
        this.perplexity = Math.min(PERPLEXITY, Math.max(2, (n - 1) / 8.0));
        this.near = new int[n][];
        this.shares = new double[n][];
        Random random = new Random(seed);
        this.x = random.doubles(n, -1e-2, 1e-2).toArray();
        this.y = random.doubles(n, -1e-2, 1e-2).toArray();
    }

    /**
     * @param unitVectors row by row, {@code dimension} values each, of length 1
     * @param progress is told how many of the {@link #STEPS} are done
     * @return the points' coordinates: x, then y
     * @throws InterruptedException if the thread is interrupted before the end
     */
    public static double[][] of(float[] unitVectors, int dimension, long seed, IntConsumer progress)
            throws InterruptedException {
        TSne map = new TSne(unitVectors, dimension, seed);
        for (int i = 0; i < map.n; i++) {
            checkInterrupt();
            map.attract(i);
        }
        map.settle(progress);
        return new double[][] {map.x, map.y};
    }

    private static void checkInterrupt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private void settle(IntConsumer progress) throws InterruptedException {
        double[] vx = new double[n];
        double[] vy = new double[n];
        for (int step = 0; step < STEPS; step++) {
            checkInterrupt();
            boolean early = step < EXAGGERATED_STEPS;
            double exaggeration = early ? EXAGGERATION : 1;
            double[][] gradient = gradient(exaggeration);
            // all neighbours of a point together pull it no farther than to where they are: more, and few points jump
            // about
            double rate = n / (4 * exaggeration);
            double momentum = early ? 0.5 : 0.8;
            for (int i = 0; i < n; i++) {
                vx[i] = momentum * vx[i] - rate * gradient[0][i];
                vy[i] = momentum * vy[i] - rate * gradient[1][i];
                x[i] += vx[i];
                y[i] += vy[i];
            }
            progress.accept(step + 1);
        }
    }

    private double[][] gradient(double exaggeration) {
        double[] gx = new double[n];
        double[] gy = new double[n];
        double total = 2 * repulsion(gx, gy);
        for (int i = 0; i < n; i++) {
            gx[i] *= -4 / total;
            gy[i] *= -4 / total;
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < near[i].length; k++) {
                int j = near[i][k];
                // the affinity of a pair is the mean of its two shares: this is one half of it
                double pull = 4 * exaggeration * shares[i][k] / (2 * n) * closeness(i, j);
                double px = pull * (x[i] - x[j]);
                double py = pull * (y[i] - y[j]);
                gx[i] += px;
                gy[i] += py;
                gx[j] -= px;
                gy[j] -= py;
            }
        }
        return new double[][] {gx, gy};
    }

    /** @return the sum of the closeness of all pairs */
    private double repulsion(double[] gx, double[] gy) {
        double total = 0;
        for (int i = 0; i < n; i++) {
            double ownX = 0;
            double ownY = 0;
            for (int j = 0; j < i; j++) {
                double close = closeness(i, j);
                double push = close * close;
                double px = push * (x[i] - x[j]);
                double py = push * (y[i] - y[j]);
                total += close;
                ownX += px;
                ownY += py;
                gx[j] -= px;
                gy[j] -= py;
            }
            gx[i] += ownX;
            gy[i] += ownY;
        }
        return total;
    }

    /** Student's t, whose tails let far points be far. */
    private double closeness(int i, int j) {
        double dx = x[i] - x[j];
        double dy = y[i] - y[j];
        return 1 / (1 + dx * dx + dy * dy);
    }

    /** Finds the point's neighbours and their shares: a bell that is as wide as to hold as many as the perplexity. */
    private void attract(int i) {
        double[] distances = distances(i);
        near[i] = IntStream.range(0, n)
                .filter(j -> j != i)
                .boxed()
                .sorted((a, b) -> Double.compare(distances[a], distances[b]))
                .limit(NEIGHBOURS)
                .mapToInt(Integer::intValue)
                .toArray();
        shares[i] = shares(
                perplexity,
                Arrays.stream(near[i]).mapToDouble(j -> distances[j]).toArray());
    }

    /** Squares of the distances of unit vectors. */
    private double[] distances(int i) {
        double[] distances = new double[n];
        for (int j = 0; j < n; j++) {
            double dot = 0;
            for (int k = 0; k < dimension; k++) {
                dot += vectors[i * dimension + k] * vectors[j * dimension + k];
            }
            distances[j] = Math.max(0, 2 - 2 * dot);
        }
        return distances;
    }

    /**
     * Bisects the bell's narrowness until its entropy is that of the wanted number of neighbours.
     *
     * @param perplexity how many neighbours are wanted
     * @param distances the nearest first
     */
    private static double[] shares(double perplexity, double[] distances) {
        double wanted = Math.log(perplexity);
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double narrowness = 1;
        double[] shares = new double[distances.length];
        for (int search = 0; search < SEARCHES; search++) {
            double entropy = bell(distances, narrowness, shares);
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
    private static double bell(double[] distances, double narrowness, double[] shares) {
        double sum = 0;
        double weighted = 0;
        for (int k = 0; k < distances.length; k++) {
            double excess = distances[k] - distances[0];
            shares[k] = Math.exp(-narrowness * excess);
            sum += shares[k];
            weighted += shares[k] * excess;
        }
        for (int k = 0; k < distances.length; k++) {
            shares[k] /= sum;
        }
        return Math.log(sum) + narrowness * weighted / sum;
    }
}
