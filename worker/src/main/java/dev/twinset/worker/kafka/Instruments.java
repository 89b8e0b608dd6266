package dev.twinset.worker.kafka;

import static java.util.Objects.requireNonNull;

import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.metrics.WorkerMetrics;
import java.time.Duration;

/** What a worker shows of itself while it runs. */
public record Instruments(WorkerMetrics metrics, WorkerHealth health, ClientListener clients) {
    public Instruments {
        requireNonNull(metrics, "metrics is null");
        requireNonNull(health, "health is null");
        requireNonNull(clients, "clients is null");
    }

    /** For a worker that nobody asks for its health. */
    public static Instruments of(WorkerMetrics metrics) {
        WorkerHealth health = new WorkerHealth(Duration.ofMinutes(5), System::nanoTime);
        return new Instruments(metrics, health, ClientListener.NONE);
    }
}
