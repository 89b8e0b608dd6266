package dev.twinset.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class TurnTest {
    @Test
    void theRateLeavesOutTheFirstBatch() throws InterruptedException {
        long start = System.nanoTime();
        double rate = Turn.imagesPerSecond(1000, answers(0, 900, 900, 1000));
        double elapsed = (System.nanoTime() - start) / 1e9;

        assertThat(rate).as("100 images in at least two pauses of 2 ms").isBetween(100 / elapsed, 100 / 0.004);
    }

    @Test
    void aSingleBatchIsCountedFromTheStart() throws InterruptedException {
        long start = System.nanoTime();
        double rate = Turn.imagesPerSecond(1000, answers(0, 1000));
        double elapsed = (System.nanoTime() - start) / 1e9;

        assertThat(rate).isBetween(1000 / elapsed, 1000 / 0.002);
    }

    private static LongSupplier answers(long... counts) {
        Iterator<Long> next = Arrays.stream(counts).boxed().toList().iterator();
        return next::next;
    }
}
