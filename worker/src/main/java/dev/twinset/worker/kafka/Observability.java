package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import java.time.Duration;

/** What a worker shows of itself while it runs. */
public record Observability(WorkerMetrics metrics, WorkerHealth health, ClientListener clients) {
    public Observability {
        requireNonNull(metrics, "metrics is null");
        requireNonNull(health, "health is null");
        requireNonNull(clients, "clients is null");
    }

    /** For a worker that nobody asks for its health. */
    public static Observability of(WorkerMetrics metrics) {
        WorkerHealth health = new WorkerHealth(Duration.ofMinutes(5), System::nanoTime);
        return new Observability(metrics, health, ClientListener.NONE);
    }
}
