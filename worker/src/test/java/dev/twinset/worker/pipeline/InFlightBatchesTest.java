package dev.twinset.worker.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InFlightBatchesTest {
    private static final Duration NO_WAIT = Duration.ZERO;

    @Test
    void admitsNoMoreThanTheLimit() throws Exception {
        InFlightBatches batches = new InFlightBatches(2);

        assertThat(batches.admit(NO_WAIT)).isTrue();
        assertThat(batches.admit(NO_WAIT)).isTrue();
        assertThat(batches.admit(Duration.ofMillis(20))).isFalse();
        assertThat(batches.count()).isEqualTo(2);

        batches.remove(0);
        assertThat(batches.admit(NO_WAIT)).isTrue();
    }

    @Test
    void anAdmissionThatWaitsTakesTheRoomOfABatchThatEnds() throws Exception {
        InFlightBatches batches = new InFlightBatches(1);
        batches.admit(NO_WAIT);
        List<Boolean> admitted = new ArrayList<>();
        Thread waiting = new Thread(() -> {
            try {
                admitted.add(batches.admit(Duration.ofMinutes(1)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        batches.remove(0);

        waiting.join();
        assertThat(admitted).containsExactly(true);
    }

    @Test
    void theWayIsClearOnceNoneIsExtractedAndOneIsSearchedOrCommitted() throws Exception {
        InFlightBatches batches = new InFlightBatches(3);
        assertThat(batches.awaitClear(NO_WAIT)).isTrue();

        batches.admit(NO_WAIT);
        assertThat(batches.awaitClear(NO_WAIT)).as("one is extracted").isFalse();
        batches.show(batch(1));
        assertThat(batches.awaitClear(NO_WAIT)).isTrue();

        batches.admit(NO_WAIT);
        batches.show(batch(2));
        assertThat(batches.awaitClear(Duration.ofMillis(20)))
                .as("one waits for the other's commit")
                .isFalse();
        CompletableFuture<Boolean> clear = CompletableFuture.supplyAsync(() -> {
            try {
                return batches.awaitClear(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                return false;
            }
        });
        batches.remove(1);
        assertThat(clear.get()).isTrue();
    }

    @Test
    void aSearchSeesTheBatchesAheadOldestFirstAndItsOwnLast() throws Exception {
        InFlightBatches batches = new InFlightBatches(3);
        for (int i = 0; i < 3; i++) {
            batches.admit(NO_WAIT);
        }
        assertThat(numbers(batches.show(batch(4)))).containsExactly(4L);
        assertThat(numbers(batches.show(batch(5)))).containsExactly(4L, 5L);

        batches.remove(4);
        assertThat(numbers(batches.show(batch(6)))).containsExactly(5L, 6L);
    }

    @Test
    void whatASearchSeesDoesNotChangeUnderIt() throws Exception {
        InFlightBatches batches = new InFlightBatches(1);
        batches.admit(NO_WAIT);
        List<ExtractedBatch> visible = batches.show(batch(1));

        batches.remove(1);

        assertThat(numbers(visible)).containsExactly(1L);
    }

    @Test
    void anEpochThatEndedDoesNotComeBack() {
        InFlightBatches batches = new InFlightBatches(1);
        long first = batches.epoch();

        batches.endEpoch();
        batches.endEpoch();

        assertThat(batches.epoch()).isEqualTo(first + 2);
    }

    @Test
    void awaitNoneReturnsWhenTheLastBatchHasEndedAndKeepsAnInterrupt() throws Exception {
        InFlightBatches batches = new InFlightBatches(2);
        batches.admit(NO_WAIT);
        batches.admit(NO_WAIT);
        CountDownLatch done = new CountDownLatch(1);
        List<Boolean> interrupted = new ArrayList<>();
        Thread waiting = new Thread(() -> {
            batches.awaitNone();
            interrupted.add(Thread.currentThread().isInterrupted());
            done.countDown();
        });
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.WAITING);

        waiting.interrupt();
        batches.remove(0);
        assertThat(done.getCount()).isEqualTo(1);
        batches.remove(1);

        done.await();
        assertThat(interrupted).containsExactly(true);
    }

    /** Random calls against the obvious list. */
    @Test
    void behavesLikeAListOfBatches() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int limit = 1 + random.nextInt(4);
        InFlightBatches batches = new InFlightBatches(limit);
        List<Long> admitted = new ArrayList<>();
        List<Long> shown = new ArrayList<>();
        long next = 0;
        for (int step = 0; step < 5_000; step++) {
            int what = random.nextInt(3);
            if (what == 0) {
                boolean room = admitted.size() < limit;
                assertThat(batches.admit(NO_WAIT))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(room);
                if (room) {
                    admitted.add(next++);
                }
            } else if (what == 1 && shown.size() < admitted.size()) {
                long number = admitted.get(shown.size());
                shown.add(number);
                assertThat(numbers(batches.show(batch(number))))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(shown);
            } else if (what == 2 && !admitted.isEmpty()) {
                // batches end in their order, shown or not
                long number = admitted.remove(0);
                shown.remove(number);
                batches.remove(number);
            }
            assertThat(batches.count()).as("seed %d, step %d", seed, step).isEqualTo(admitted.size());
        }
    }

    private static ExtractedBatch batch(long number) {
        return new ExtractedBatch(number, List.of());
    }

    private static List<Long> numbers(List<ExtractedBatch> batches) {
        return batches.stream().map(ExtractedBatch::number).toList();
    }
}
