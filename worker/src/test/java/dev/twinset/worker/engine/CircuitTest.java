package dev.twinset.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CircuitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger calls = new AtomicInteger();
    private final Circuit circuit = new Circuit(now::get);

    private void failingCall() {
        assertThatThrownBy(() -> circuit.call(() -> {
                    calls.incrementAndGet();
                    throw new EngineUnavailableException("down");
                }))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageStartingWith("down");
    }

    private void pass(long millis) {
        now.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void theWaitDoublesUpToFiveSeconds() {
        List<Integer> waits = new ArrayList<>();
        failingCall();
        for (int i = 0; i < 8; i++) {
            int before = calls.get();
            int wait = 0;
            while (calls.get() == before) {
                pass(100);
                wait += 100;
                failingCall();
            }
            waits.add(wait);
        }

        assertThat(waits).containsExactly(100, 200, 400, 800, 1600, 3200, 5000, 5000);
    }

    @Test
    void aCallThatSucceedsEndsTheWait() {
        failingCall();
        pass(100);
        failingCall();
        pass(200);
        assertThat(circuit.call(() -> "answer")).isEqualTo("answer");

        failingCall();
        pass(99);
        failingCall();
        assertThat(calls).hasValue(3);
        pass(1);
        failingCall();
        assertThat(calls).hasValue(4);
    }

    @Test
    void whatIsNotAskedIsSaidToBeAskedAgain() {
        failingCall();
        pass(40);

        assertThatThrownBy(() -> circuit.call(() -> "answer")).hasMessage("down (asked again in 60 ms)");
    }
}
