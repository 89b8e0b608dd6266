package dev.twinset.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TurnTest {
    @Test
    void theRateLeavesOutTheFirstQuarter() throws InterruptedException {
        Iterator<Long> counts = LongStream.concat(
                        LongStream.generate(() -> 10).limit(100), LongStream.of(249, 250, 1000))
                .iterator();
        AtomicLong justBefore = new AtomicLong();
        LongSupplier answered = () -> {
            long count = counts.next();
            if (count == 249) {
                justBefore.set(System.nanoTime());
            }
            return count;
        };

        double rate = Turn.imagesPerSecond(1000, answered);
        double elapsed = (System.nanoTime() - justBefore.get()) / 1e9;

        assertThat(rate).as("750 images in at least a pause of 2 ms").isBetween(750 / elapsed, 750 / 0.002);
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
