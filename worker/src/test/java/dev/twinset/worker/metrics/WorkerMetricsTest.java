package dev.twinset.worker.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.twinset.contract.record.EventRecord;
import dev.twinset.contract.rejection.RejectionReason;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerMetricsTest {
    private static final Instant NOW = Instant.parse("2026-11-26T09:00:00Z");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WorkerMetrics metrics = new WorkerMetrics(registry, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void anAnswersLatencyCountsFromItsRecordsTime() {
        metrics.committed(List.of(record(NOW.minusSeconds(7).toEpochMilli())));

        Timer latency = registry.get("twinset.latency").timer();
        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void aRecordFromTheFutureWaitedNotAtAllAndOneWithoutATimeIsLeftOut() {
        metrics.committed(List.of(record(NOW.plusSeconds(60).toEpochMilli()), record(-1)));

        Timer latency = registry.get("twinset.latency").timer();
        assertThat(latency.count()).isEqualTo(1);
        assertThat(latency.totalTime(TimeUnit.SECONDS)).isZero();
    }

    @Test
    void aRecordWithAFalseTimeDoesNotDistortTheLatency() {
        metrics.committed(List.of(record(NOW.minusSeconds(7).toEpochMilli()), record(0)));

        assertThat(registry.get("twinset.latency").timer().count()).isEqualTo(1);
        assertThat(registry.get("twinset.latency").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(7);
    }

    @Test
    void everyReasonIsThereFromTheStartSoThatARateSeesItsFirst() {
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(registry.scrape()).contains("twinset_rejected_events_total{reason=\"" + reason + "\"} 0.0");
        }
        metrics.rejected(RejectionReason.CORRUPT);
        assertThat(registry.scrape()).contains("twinset_rejected_events_total{reason=\"CORRUPT\"} 1.0");
    }

    @Test
    void aFailedTransactionIsCountedByItsCauseAndAFencedSearchByItsEnd() throws InterruptedException {
        metrics.commitFailed(true);
        metrics.commitFailed(false);
        metrics.commitFailed(false);
        assertThat(metrics.fence(() -> true)).isTrue();
        assertThat(metrics.fence(() -> false)).isFalse();

        assertThat(registry.scrape())
                .contains("twinset_commit_failed_batches_total{cause=\"rebalance\"} 1.0")
                .contains("twinset_commit_failed_batches_total{cause=\"abort\"} 2.0")
                .contains("twinset_search_incomplete_batches_total 1.0")
                .contains("twinset_fence_seconds_count 2");
    }

    @Test
    void everyMeterHasADescriptionAndADottedLowerCaseName() {
        metrics.describe("1.0", "model", "w1", true);
        metrics.watchHealth(() -> true, () -> false);
        metrics.watchProgress(() -> 1, () -> 2, () -> 3, () -> 4);

        for (Meter meter : registry.getMeters()) {
            assertThat(meter.getId().getName()).matches("twinset(\\.[a-z]+)+");
            assertThat(meter.getId().getDescription())
                    .as(meter.getId().getName())
                    .isNotBlank();
            assertThat(meter.getId().getTags()).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(registry.scrape()).contains("twinset_live 1.0").contains("twinset_ready 0.0");
    }

    private static EventRecord record(long timestampMillis) {
        return new EventRecord("images", 0, 0, timestampMillis, Optional.empty(), Optional.empty(), List.of());
    }
}
