package dev.twinset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterleavedTest {
    @Test
    void turnsAlternateAndTheFirstOfEachWarmsUp() {
        List<String> turns = new ArrayList<>();
        Interleaved.run(turn(turns, "a", 1, 1, 1), turn(turns, "b", 1, 1, 1), 2);

        assertThat(turns).containsExactly("a", "b", "a", "b", "a", "b");
    }

    @Test
    void mediansAreOfTheRoundsAndTheRatioOfEachRound() {
        List<String> turns = new ArrayList<>();
        Interleaved.Result result =
                Interleaved.run(turn(turns, "a", 99, 10, 20, 60), turn(turns, "b", 1, 10, 5, 10), 3);

        assertThat(result.firstPerSecond()).isEqualTo(20);
        assertThat(result.secondPerSecond()).isEqualTo(10);
        assertThat(result.ratio()).as("of 1, 4 and 6").isEqualTo(4);
    }

    @Test
    void anEvenNumberOfRoundsHasItsMedianInBetween() {
        List<String> turns = new ArrayList<>();
        assertThat(Interleaved.run(turn(turns, "a", 0, 1, 3), turn(turns, "b", 1, 1, 1), 2)
                        .firstPerSecond())
                .isEqualTo(2);
    }

    @Test
    void aRateCountsCallsOverATurnOfAtLeastItsLength() {
        AtomicInteger calls = new AtomicInteger();
        long start = System.nanoTime();
        double rate = Interleaved.rate(calls::incrementAndGet, 0.02);
        double elapsed = (System.nanoTime() - start) / 1e9;

        assertThat(elapsed).isGreaterThanOrEqualTo(0.02);
        assertThat(rate).isBetween(calls.get() / elapsed, calls.get() / 0.02);
    }

    private static Interleaved.Turn<RuntimeException> turn(List<String> turns, String name, double... rates) {
        Iterator<Double> next = Arrays.stream(rates).iterator();
        return () -> {
            turns.add(name);
            return next.next();
        };
    }
}
