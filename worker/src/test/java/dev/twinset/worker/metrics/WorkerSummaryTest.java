package dev.twinset.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.rejection.RejectionReason;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WorkerSummaryTest {
    private final AtomicLong nanos = new AtomicLong(42);
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WorkerMetrics metrics = new WorkerMetrics(registry, Clock.systemUTC());
    private final WorkerSummary summary = new WorkerSummary(registry, nanos::get);

    @Test
    void ratesAreThoseOfTheLastMinuteBesideThoseSinceTheStart() {
        answer(6000);
        tickFor(Duration.ofMinutes(9));
        answer(600);
        tickFor(Duration.ofMinutes(1));

        String page = summary.page("title");
        assertThat(page).startsWith("title\n").contains("last 60 s").contains("since start, 600 s");
        assertThat(page).containsPattern("recommended +600 +10\\.0/s +6,600 +11\\.0/s");
        assertThat(summary.line()).isEqualTo("6600 recommended, 0 deleted, 0 rejected in 600 s");
    }

    @Test
    void aStageShowsHowBusyItIsAndItsShare() {
        for (int i = 0; i < 6; i++) {
            registry.get("twinset.extract").timer().record(9, TimeUnit.SECONDS);
            registry.get("twinset.commit").timer().record(3, TimeUnit.SECONDS);
            tickFor(Duration.ofSeconds(10));
        }

        String page = summary.page("title");
        assertThat(page)
                .containsPattern("extract +0\\.90 +75 % +6 +9\\.0 s")
                .containsPattern("commit +0\\.30 +25 % +6 +3\\.0 s")
                .contains("The busiest stage is extract");
    }

    @Test
    void aQuietMinuteShowsTheTimesSinceTheStart() {
        registry.get("twinset.extract").timer().record(100, TimeUnit.MILLISECONDS);
        tickFor(Duration.ofMinutes(10));

        assertThat(summary.page("title")).containsPattern("extract +0\\.00 +100 % +1 +100\\.0 ms");
    }

    @Test
    void rejectionsAreListedMostFirst() {
        metrics.rejected(RejectionReason.EMPTY);
        metrics.rejected(RejectionReason.CORRUPT);
        metrics.rejected(RejectionReason.CORRUPT);

        assertThat(summary.page("title"))
                .containsSubsequence("CORRUPT  ", "EMPTY  ")
                .doesNotContain("INVALID_ID");
    }

    @Test
    void beforeAnythingHappenedNothingIsMadeUp() {
        assertThat(summary.page("title"))
                .doesNotContain("NaN")
                .doesNotContain("Infinity")
                .doesNotContain("rejections");
    }

    private void answer(int events) {
        for (int i = 0; i < events; i++) {
            metrics.recommended();
        }
    }

    private void tickFor(Duration time) {
        for (int i = 0; i < time.toSeconds() / 10; i++) {
            nanos.addAndGet(Duration.ofSeconds(10).toNanos());
            summary.tick();
        }
    }
}
