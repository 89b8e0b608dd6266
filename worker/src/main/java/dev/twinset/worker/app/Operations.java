package dev.twinset.worker.app;

import dev.twinset.worker.health.WorkerHealth;
import dev.twinset.worker.kafka.Observability;
import dev.twinset.worker.metrics.WorkerMetrics;
import dev.twinset.worker.metrics.WorkerSummary;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that shows how a worker does: its meters and health, and the server that shows them. */
final class Operations implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Operations.class);
    private static final Duration TICK = Duration.ofSeconds(10);

    private final WorkerConfig config;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WorkerSummary summary = new WorkerSummary(registry, System::nanoTime);
    private final KafkaMeters kafka = new KafkaMeters(registry);
    private final MachineMeters machine;
    private final Observability instruments;
    private final Timer ticks = new Timer("summary", true);
    private volatile Optional<OperationsServer> server = Optional.empty();

    Operations(WorkerConfig config, Clock clock, WorkerHealth health) {
        this.config = config;
        WorkerMetrics metrics = new WorkerMetrics(registry, clock);
        metrics.watchHealth(
                () -> health.notLive().isEmpty(), () -> health.notReady().isEmpty());
        this.machine = new MachineMeters(registry, config.dataDir());
        this.instruments = new Observability(metrics, health, kafka);
    }

    Observability instruments() {
        return instruments;
    }

    /**
     * Serves from now on, also while the worker is still starting.
     *
     * @param title what runs here, in one line
     * @throws dev.twinset.worker.kafka.WorkerException if the address cannot be listened on
     */
    void start(String title) {
        ticks.schedule(new Tick(), TICK.toMillis(), TICK.toMillis());
        config.http().ifPresent(http -> {
            OperationsServer started =
                    OperationsServer.start(http, new OperationsPages(registry, summary, instruments.health(), title));
            server = Optional.of(started);
            log.info("metrics and health at {}", started.address());
        });
    }

    Optional<String> address() {
        return server.map(OperationsServer::address);
    }

    /** What was done, in one line. */
    String line() {
        return summary.line();
    }

    @Override
    public void close() {
        ticks.cancel();
        server.ifPresent(OperationsServer::close);
        kafka.close();
        machine.close();
        registry.close();
    }

    private final class Tick extends TimerTask {
        @Override
        public void run() {
            summary.tick();
        }
    }
}
