package dev.twinset.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** Runs two pieces of work by turns, so that a noisy machine disturbs both alike. */
public final class Interleaved {
    private Interleaved() {}

    /**
     * Runs each for one turn to warm up, then takes turns.
     *
     * @param rounds turns of each
     */
    public static <E extends Exception> Result run(Turn<E> first, Turn<E> second, int rounds) throws E {
        first.rate();
        second.rate();
        double[] firsts = new double[rounds];
        double[] seconds = new double[rounds];
        double[] ratios = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            firsts[round] = first.rate();
            seconds[round] = second.rate();
            ratios[round] = firsts[round] / seconds[round];
        }
        Median median = new Median();
        return new Result(median.evaluate(firsts), median.evaluate(seconds), median.evaluate(ratios));
    }

    /** Calls per second, over a turn of this length. */
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

    /** Calls per CPU second of this thread, so that what else runs on the machine counts less. */
    public static double cpuRate(Runnable work, double seconds) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long calls = 0;
        double elapsed;
        do {
            work.run();
            calls++;
            elapsed = (threads.getCurrentThreadCpuTime() - start) / 1e9;
        } while (elapsed < seconds);
        return calls / elapsed;
    }

    /** One measurement. */
    public interface Turn<E extends Exception> {
        /** Per second. */
        double rate() throws E;
    }

    /**
     * Medians over the rounds.
     *
     * @param ratio of the first's rate to the second's in the same round
     */
    public record Result(double firstPerSecond, double secondPerSecond, double ratio) {}
}
