package dev.twinset.benchmarks;

import java.util.Arrays;

/** Two pieces of work, turn by turn, so that a noisy machine is as noisy to the one as to the other. */
public final class Interleaved {
    private Interleaved() {}

    /**
     * Runs both for a turn to warm up, then takes turns.
     *
     * @param rounds turns of each; the medians are reported
     * @param seconds length of a turn
     */
    public static Result run(Runnable first, Runnable second, int rounds, double seconds) {
        rate(first, seconds);
        rate(second, seconds);
        double[] firsts = new double[rounds];
        double[] others = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            firsts[round] = rate(first, seconds);
            others[round] = rate(second, seconds);
            ratios[round] = firsts[round] / others[round];
        }
        return new Result(median(firsts), median(others), median(ratios));
    }

    /** Calls per second over a turn. */
    public static double rate(Runnable work, double seconds) {
        long start = System.nanoTime();
        long calls = 0;
        double elapsed;
        do {
            work.run();
            calls++;
            elapsed = (System.nanoTime() - start) / 1e9;
        } while (elapsed < seconds);
        return calls / elapsed;
    }

    /** The middle of the sorted values. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * Medians.
     *
     * @param ratio of the first's rate to the second's, round by round
     */
    public record Result(double firstPerSecond, double secondPerSecond, double ratio) {}
}
