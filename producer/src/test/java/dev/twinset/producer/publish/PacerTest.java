package dev.twinset.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PacerTest {
    private final AtomicLong clock = new AtomicLong(123);

    @Test
    void spacesEventsEvenly() {
        Pacer pacer = new Pacer(100, clock::get);
        for (int i = 0; i < 1000; i++) {
            clock.addAndGet(pacer.nextDelayNanos());
        }
        assertThat(clock.get() - 123).isCloseTo(9_990_000_000L, within(1000L));
    }

    @Test
    void doesNotMakeUpForAPause() {
        Pacer pacer = new Pacer(100, clock::get);
        pacer.nextDelayNanos();
        clock.addAndGet(60_000_000_000L);
        int atOnce = 0;
        while (pacer.nextDelayNanos() == 0) {
            atOnce++;
        }
        assertThat(atOnce).isLessThanOrEqualTo(3);
    }

    @Test
    void withoutARateNothingWaits() {
        Pacer pacer = new Pacer(Double.POSITIVE_INFINITY, clock::get);
        for (int i = 0; i < 100; i++) {
            assertThat(pacer.nextDelayNanos()).isZero();
        }
    }
}
