package dev.twinset.trainer.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WorkerPoolTest {
    @Test
    void eachThreadRunsTheWorkAndAllAreAwaited() throws IOException {
        int items = 1000;
        ResultSlots<Integer> slots = new ResultSlots<>(items);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger workers = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(3);

        WorkerPool.run(3, "square numbers", () -> {
            workers.incrementAndGet();
            together.countDown();
            together.await(); // only three threads at once get past this
            for (int i = next.getAndIncrement(); i < items; i = next.getAndIncrement()) {
                slots.set(i, i * i);
            }
            return null;
        });

        assertThat(workers).hasValue(3);
        assertThat(slots.present())
                .isEqualTo(IntStream.range(0, items).mapToObj(i -> i * i).toList());
    }

    @Test
    void slotsThatWereNotFilledAreLeftOut() {
        ResultSlots<String> slots = new ResultSlots<>(4);
        slots.set(3, "d");
        slots.set(1, "b");
        assertThat(slots.present()).isEqualTo(List.of("b", "d"));
    }

    @Test
    void aFailureIsTheCausesCauseAndSaysWhatWasDone() {
        IllegalStateException fault = new IllegalStateException("disk full");
        assertThatIOException()
                .isThrownBy(() -> WorkerPool.run(2, "keep images", () -> {
                    throw fault;
                }))
                .withMessage("cannot keep images: java.lang.IllegalStateException: disk full")
                .withRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void anInterruptedCallerStopsTheThreadsAndStaysInterrupted() {
        AtomicInteger stopped = new AtomicInteger();
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedIOException.class)
                .isThrownBy(() -> WorkerPool.run(1, "wait", () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        stopped.incrementAndGet();
                    }
                    return null;
                }))
                .withMessage("interrupted, so cannot wait");
        assertThat(Thread.interrupted()).as("and clears it for the next test").isTrue();
    }
}
