package dev.twinset.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchLimitsTest {
    private final BatchLimits limits = new BatchLimits(8, 1024);

    @Test
    void eachFailureHalvesABatchDownToOneRecord() {
        assertThat(limits.records()).isEqualTo(8);
        assertThat(limits.bytes()).isEqualTo(1024);
        fail(2);
        assertThat(limits.records()).isEqualTo(2);
        assertThat(limits.bytes()).isEqualTo(256);
        fail(5);
        assertThat(limits.records()).isEqualTo(1);
        assertThat(limits.failures()).isEqualTo(7);
    }

    @Test
    void successesLetItGrowAgain() {
        fail(3);
        commit(3);
        assertThat(limits.records()).isEqualTo(1);
        commit(1);
        assertThat(limits.records()).isEqualTo(2);
        commit(8);
        assertThat(limits.records()).isEqualTo(8);
        commit(40);
        assertThat(limits.records()).isEqualTo(8);
    }

    @Test
    void aFailureInBetweenEndsTheGrowth() {
        fail(2);
        commit(3);
        fail(1);
        commit(3);
        assertThat(limits.records()).isEqualTo(1);
    }

    @Test
    void onlyWhenASingleRecordFailsTwiceDeadLettersGoWithoutTheirValue() {
        fail(4);
        assertThat(limits.withoutValues()).isFalse();
        fail(1);
        assertThat(limits.withoutValues()).isTrue();
        commit(1);
        assertThat(limits.withoutValues()).isFalse();
    }

    @Test
    void whatCouldNotBeReadCountsAsAFailureAndTakesNoDeadLettersValue() {
        for (int i = 0; i < 9; i++) {
            limits.unread();
        }
        assertThat(limits.failures()).isEqualTo(9);
        assertThat(limits.records()).isEqualTo(1);
        assertThat(limits.pause()).isPositive();
        assertThat(limits.withoutValues()).isFalse();
    }

    @Test
    void thePauseGrowsFromTheSecondFailureOn() {
        assertThat(limits.pause()).isZero();
        fail(1);
        assertThat(limits.pause()).isZero();
        fail(1);
        assertThat(limits.pause()).isEqualTo(Duration.ofMillis(100));
        fail(2);
        assertThat(limits.pause()).isEqualTo(Duration.ofMillis(400));
        fail(100);
        assertThat(limits.pause()).isEqualTo(Duration.ofSeconds(5));
        commit(1);
        assertThat(limits.pause()).isZero();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            limits.failed();
        }
    }

    private void commit(int times) {
        for (int i = 0; i < times; i++) {
            limits.committed();
        }
    }
}
